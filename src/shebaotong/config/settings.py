"""Django's settings. Everything that differs between installations comes from the environment.

DATABASE_URL          a PostgreSQL server to use instead of the embedded one (docs/operator/database.md)
SHEBAOTONG_HOME       the data folder; `.data` in the checkout otherwise
SHEBAOTONG_HOSTS      names under which the site may be asked for, separated by commas
SHEBAOTONG_NETWORK_SECRET  one secret for all installations of a network; made up for this one otherwise
SHEBAOTONG_HTTPS      "1" when people reach the site over HTTPS, through a proxy: cookies, redirects and the
                      address by which failed attempts are counted rely on it
SHEBAOTONG_DEMO       "1" where all people are invented: pages say so, and show the component gallery
SHEBAOTONG_SMS_URL    where SMS are posted to (docs/operator/messages.md); without it they wait
SHEBAOTONG_SMS_TOKEN  the bearer token of the SMS gateway
SHEBAOTONG_SMS_AGENCY agency in whose name SMS of no case go out; else who keeps the nation's calendar
SHEBAOTONG_LOOKUPS_PER_HOUR  how often an agency may ask the locator in an hour; 600 otherwise
SHEBAOTONG_LOG_LEVEL  the least that is logged: INFO, WARNING or ERROR
SHEBAOTONG_DEBUG      "1" for a developer's own machine only
"""

import os

from shebaotong.config.environment import whole_number
from shebaotong.config.logs import logging_configuration
from shebaotong.store.api import Home, current_server, django_database

_HOME = Home.from_environment()

SECRET_KEY = _HOME.derive(purpose="django")
# Seals what only this installation may read, such as its agencies' signing keys.
NODE_SECRET = _HOME.derive(purpose="node")
# Makes the tokens that stand for people's numbers; installations of one network share it.
NETWORK_SECRET = os.environ.get("SHEBAOTONG_NETWORK_SECRET") or _HOME.derive(purpose="network")
DEBUG = os.environ.get("SHEBAOTONG_DEBUG") == "1"
SHEBAOTONG_DEMO = os.environ.get("SHEBAOTONG_DEMO") == "1"
SMS_URL = os.environ.get("SHEBAOTONG_SMS_URL", "")
SMS_AGENCY = os.environ.get("SHEBAOTONG_SMS_AGENCY", "")
SMS_TOKEN = os.environ.get("SHEBAOTONG_SMS_TOKEN", "")
# Far above what the windows of a city need, far below what a trawl through numbers would.
LOOKUPS_PER_HOUR = whole_number("SHEBAOTONG_LOOKUPS_PER_HOUR", otherwise=600)
SHEBAOTONG_GALLERY = SHEBAOTONG_DEMO or DEBUG
ALLOWED_HOSTS = [
    name.strip()
    for name in os.environ.get("SHEBAOTONG_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
    if name.strip()
]

# The project's folders that have tables, templates or static files. Lower layers first.
PROJECT_APPS = (
    "shebaotong.store",
    "shebaotong.network",
    "shebaotong.accounts",
    "shebaotong.files",
    "shebaotong.registry",
    "shebaotong.findings",
    "shebaotong.messages",
    "shebaotong.exchange",
    "shebaotong.cases",
    "shebaotong.jobs",
    "shebaotong.portal",
)
AUTH_USER_MODEL = "accounts.User"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    *PROJECT_APPS,
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "shebaotong.portal.csp.SecurityHeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "shebaotong.gateway.answering.ProblemResponses",
    "shebaotong.gateway.straight.StraightToApi",
    "django.middleware.locale.LocaleMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "shebaotong.accounts.middleware.SignedIn",
    "shebaotong.portal.faces.FaceMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "shebaotong.portal.addresses.PlainAddresses",
    "shebaotong.portal.addresses.ButtonsAddresses",
]

CSRF_FAILURE_VIEW = "shebaotong.portal.views.errors.stale_form"
ROOT_URLCONF = "shebaotong.config.urls"
WSGI_APPLICATION = "shebaotong.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "shebaotong.portal.context.site",
            ],
        },
    },
]

# Web threads and the worker's tasks each hold one connection; the embedded server takes 100.
DATABASES = {"default": django_database(server=current_server(home=_HOME), pool_size=16)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = _HOME.path / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

BEHIND_PROXY = _HTTPS = os.environ.get("SHEBAOTONG_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
SESSION_ENGINE = "shebaotong.accounts.sessions"
# Counters are shared: what one person leaves open, the next one finds.
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = logging_configuration(os.environ.get("SHEBAOTONG_LOG_LEVEL", "INFO"))
