"""The entry point for the web server (granian, WSGI)."""

import os
import signal

from django.core.wsgi import get_wsgi_application

from shebaotong.store.api import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shebaotong.config.settings")

# The web server loads this in each of its worker processes: none is left when it is killed.
die_with_parent(with_signal=signal.SIGTERM)

application = get_wsgi_application()
