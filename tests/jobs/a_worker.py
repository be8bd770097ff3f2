"""A worker with one task of its own, to be killed: a_worker.py DATABASE-ENTRY TASK-SECONDS"""

import asyncio
import json
import os
import sys
import time

import django
from django.db import connections

os.environ["DJANGO_SETTINGS_MODULE"] = "shebaotong.config.settings"
django.setup()
connections.settings["default"].update(json.loads(sys.argv[1]))

from procrastinate.contrib.django import app  # noqa: E402

from shebaotong.jobs.api import run_worker  # noqa: E402


@app.task(name="tests.wait")
def wait() -> None:
    print("started", flush=True)  # noqa: T201 - the test waits for this line
    time.sleep(float(sys.argv[2]))
    print("finished", flush=True)  # noqa: T201


asyncio.run(run_worker(concurrency=1))
