"""One side of an RR22 intersection, run by the Python of the fast engine's own environment.

It reads a job as JSON from standard input and writes its count to the file that the job names: the
library talks on standard output itself. It imports nothing of this project: the library ``spu`` needs
an older Python and numpy than we do.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

_CONNECT_SECONDS = 120


def main() -> None:
    job = json.load(sys.stdin)
    started = time.time()
    from spu import psi
    from spu.libspu import link, logging

    quiet = logging.LogOptions()
    quiet.log_level = logging.LogLevel.ERROR
    quiet.enable_console_logger = False
    logging.setup_logging(quiet)
    context = link.create_brpc(_described(link.Desc(), job), job["rank"])
    # Without a word before it, both processes have been seen to wait for each other in its greeting.
    context.all_gather(job["session"])
    report = psi.psi_execute(
        psi.PsiExecuteConfig(
            protocol_conf=psi.PsiProtocolConfig(
                protocol=psi.PsiProtocol.PROTOCOL_RR22, receiver_rank=0, broadcast_result=True
            ),
            input_params=psi.InputParams(path=job["tokens"], selected_keys=["token"], keys_unique=True),
            output_params=psi.OutputParams(path=job["common"]),
        ),
        context,
    )
    # Before the library's farewell, which ends the process with an error where the partner has left.
    _tell(Path(job["report"]), {"sent": report.original_count})
    _remove_traces(started)
    context.stop_link()
    os._exit(0)


def _tell(report: Path, found: dict[str, int]) -> None:
    """All of it or nothing: that there is a report means that all was done."""
    draft = report.with_suffix(".draft")
    draft.write_text(json.dumps(found))
    draft.replace(report)


def _described(line: Any, job: dict[str, Any]) -> Any:
    line.id = job["session"]
    line.add_party("left", job["left"])
    line.add_party("right", job["right"])
    line.connect_retry_times = _CONNECT_SECONDS
    line.connect_retry_interval_ms = 1000
    line.recv_timeout_ms = job["patience_seconds"] * 1000
    line.enable_ssl = True
    for options in (line.client_ssl_opts, line.server_ssl_opts):
        options.cert.certificate_path = job["certificate"]
        options.cert.private_key_path = job["key"]
        options.verify.verify_depth = 1
        options.verify.ca_file_path = job["partner"]
    return line


def _remove_traces(started: float) -> None:
    """The library leaves its timings in /tmp, whatever TMPDIR says."""
    for trace in Path("/tmp").glob("psi_*.trace"):
        with contextlib.suppress(FileNotFoundError):
            found = trace.stat()
            if found.st_uid == os.getuid() and found.st_mtime >= started:
                trace.unlink()


if __name__ == "__main__":
    main()
