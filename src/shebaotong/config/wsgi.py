"""The entry point for the web server (granian, WSGI)."""

import os
import signal

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

from shebaotong.store.api import end_with_parent, keep_what_is_loaded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shebaotong.config.settings")

# `shebaotong serve` loads this in each of its worker processes: none is left when it is killed.
if server := os.environ.get("SHEBAOTONG_SERVER_PID"):
    # Not SIGTERM: nobody is left to whom it would matter that something was still being answered.
    end_with_parent(parent=int(server), with_signal=signal.SIGKILL)

application = get_wsgi_application()

# The addresses load the pages and the API, for which the first request had to wait.
resolve("/healthz")
keep_what_is_loaded()
