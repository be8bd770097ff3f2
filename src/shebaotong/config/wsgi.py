"""The entry point for the web server (granian, WSGI)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shebaotong.config.settings")

application = get_wsgi_application()
