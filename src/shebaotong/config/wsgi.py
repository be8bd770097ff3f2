"""The entry point for the web server (granian, WSGI)."""

import os
import signal

from django.core.wsgi import get_wsgi_application

from shebaotong.store.api import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shebaotong.config.settings")

# `shebaotong serve` loads this in each of its worker processes: none is left when it is killed.
if server := os.environ.get("SHEBAOTONG_SERVER_PID"):
    # Not SIGTERM: while the process starts, a handler that it inherited would swallow it.
    end_with_parent(parent=int(server), with_signal=signal.SIGKILL)

application = get_wsgi_application()
