"""The entry point for the web server (granian, WSGI)."""

import os
import signal

from django.conf import settings
from django.core.cache import close_caches
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import reset_queries
from django.urls import resolve

from shebaotong.store.api import end_with_parent, keep_what_is_loaded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shebaotong.config.settings")

# `shebaotong serve` loads this in each of its worker processes: none is left when it is killed.
if server := os.environ.get("SHEBAOTONG_SERVER_PID"):
    # Not SIGTERM: nobody is left to whom it would matter that something was still being answered.
    end_with_parent(parent=int(server), with_signal=signal.SIGKILL)

application = get_wsgi_application()

# What Django does around each request and nobody needs here: there is no cache, and statements are noted down
# only for a developer.
request_finished.disconnect(close_caches)
if not settings.DEBUG:
    request_started.disconnect(reset_queries)

# The addresses load the pages and the API, for which the first request had to wait.
resolve("/healthz")
keep_what_is_loaded()
