"""The settings of the embedded server: durable, quiet about people, sized for a small machine."""

import os

from shebaotong.store.embedded.place import Place

_MIB = 1024 * 1024


def settings(place: Place) -> dict[str, str]:
    """Given to `postgres -c`, so that an upgrade of the program reaches clusters that exist already."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    buffers_mib = max(128, min(1024, memory // _MIB // 8))
    return {
        # Unix socket only, in a folder of mode 0700.
        "listen_addresses": "",
        "unix_socket_directories": str(place.sockets),
        "unix_socket_permissions": "0700",
        # A case that was acknowledged survives a power cut.
        "fsync": "on",
        "full_page_writes": "on",
        "synchronous_commit": "on",
        "shared_buffers": f"{buffers_mib}MB",
        "effective_cache_size": f"{buffers_mib * 3}MB",
        "maintenance_work_mem": "128MB",
        "work_mem": "16MB",
        "max_connections": "100",
        "max_worker_processes": "4",
        "max_parallel_workers_per_gather": "1",
        "max_wal_size": "2GB",
        "checkpoint_timeout": "15min",
        "random_page_cost": "1.1",
        "jit": "off",
        # Tables of a new installation grow from nothing to thousands of rows in their first minute.
        "autovacuum_naptime": "15s",
        "timezone": "Asia/Shanghai",
        "log_timezone": "Asia/Shanghai",
        # Statements, parameters and the DETAIL of an error carry people's numbers: none reaches the log.
        # The program itself reports errors, redacted.
        "log_min_messages": "log",
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_statement": "none",
        "log_parameter_max_length": "0",
        "log_parameter_max_length_on_error": "0",
        "log_checkpoints": "off",
    }
