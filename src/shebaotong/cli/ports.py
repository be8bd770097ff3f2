"""A free port for the web server."""

import errno
import socket

from shebaotong.cli.command import Refusal

_TRIED = 50


def choose_port(*, host: str, wanted: int | None, first: int) -> int:
    """The wanted port, or the first free one from `first` on when none was asked for."""
    if wanted is not None:
        if not _is_free(host, wanted):
            raise Refusal(f"Port {wanted} on {host} is in use. Choose another with --port.")
        return wanted
    for port in range(first, first + _TRIED):
        if _is_free(host, port):
            return port
    raise Refusal(f"No free port between {first} and {first + _TRIED - 1} on {host}. Choose one with --port.")


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As the web server does: a port that was just given up is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as failed:
            if failed.errno == errno.EADDRINUSE:
                return False
            raise Refusal(
                f"Nothing can listen on {host}, port {port}: {failed.strerror}. "
                "Choose another --host or --port."
            ) from None
    return True
