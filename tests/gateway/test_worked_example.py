"""The worked example of the integrator's page, run as it stands there."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from files.samples import pdf
from gateway.conftest import machine
from gateway.test_api import FOSHAN
from shebaotong.accounts import api as accounts
from shebaotong.cases import api as cases
from shebaotong.kernel.api import Role
from shebaotong.network import api as network
from shebaotong.store.api import Server
from support.tree import ROOT

PAGE = ROOT / "docs/integrator/api.md"


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("curl") is None, reason="the example is written with curl")
def test_the_example_does_what_it_says(live_database: Server, tmp_path: Path) -> None:
    network.load_seed(now=timezone.now())
    accounts.load_demo_staff()
    token = machine(FOSHAN, Role.CLERK).token
    (tmp_path / "scan.pdf").write_bytes(pdf())
    (script,) = re.findall(r"```sh\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    with (
        override_settings(ALLOWED_HOSTS=["localhost"]),
        make_server("localhost", 0, get_wsgi_application(), handler_class=_Silent) as site,
    ):
        thread = Thread(target=site.serve_forever, daemon=True)
        thread.start()
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=tmp_path,
            check=False,
            env={"SITE": f"http://localhost:{site.server_port}", "TOKEN": token, "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            timeout=120,
        )
        site.shutdown()
        thread.join()
    connection.close()
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "copy.pdf").read_bytes() == pdf(), done.stdout
    (row,) = cases.inbox(agency=FOSHAN, bucket="act").rows
    assert row.subject_name == "杜月华" and row.number in done.stdout
