"""Django's settings, all derived from `voicesite.config`. What runs is what is deployed: DEBUG is off."""

from datetime import timedelta
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF

from voicesite import __version__
from voicesite.config import BASE_DIR, get_config
from voicesite.data_dir import prepare_data_dir, secret_key
from voicesite.logs import logging_config

CONFIG = get_config()
DATA_DIR = CONFIG.data_dir
prepare_data_dir(DATA_DIR)

# Security --------------------------------------------------------------------------------------------
SECRET_KEY = secret_key(CONFIG)
DEBUG = False
_site = urlsplit(CONFIG.site_url)
ALLOWED_HOSTS = sorted({"127.0.0.1", "localhost", "[::1]", _site.hostname or "localhost"})
CSRF_TRUSTED_ORIGINS = [CONFIG.site_url]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIG.is_https
SESSION_COOKIE_AGE = CONFIG.session_days * 86_400
SESSION_COOKIE_NAME = "voicesite_session"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True  # the token reaches HTMX through <body hx-headers>, not through the cookie
CSRF_FAILURE_VIEW = "voicesite.error_pages.csrf_failed"
SECURE_HSTS_SECONDS = CONFIG.hsts_seconds if CONFIG.is_https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False  # the operator's other hosts are not ours to decide about
SECURE_SSL_REDIRECT = CONFIG.is_https
SECURE_REDIRECT_EXEMPT = [
    r"^health$",
    r"^health/ready$",
    r"^metrics$",
]  # probes come from inside, by plain HTTP
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if CONFIG.trust_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Applications ----------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "voicesite.apps.VoicesiteConfig",
    "accounts.apps.AccountsConfig",
    "clips.apps.ClipsConfig",
    "jobs.apps.JobsConfig",
    "speech.apps.SpeechConfig",
    "profiles.apps.ProfilesConfig",
    "history.apps.HistoryConfig",
    "studio.apps.StudioConfig",
    "dictation.apps.DictationConfig",
    "speak.apps.SpeakConfig",
    "transcribe.apps.TranscribeConfig",
    "openai_api.apps.OpenAiApiConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_htmx",
    "django_q",
    "knox",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "voicesite.middleware.RequestIdMiddleware",
    "openai_api.middleware.ProcessingTimeMiddleware",
    "voicesite.middleware.MetricsMiddleware",
    "voicesite.middleware.JsonErrorsMiddleware",
    "voicesite.middleware.ApiSlashMiddleware",
    "voicesite.middleware.BodyLengthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "voicesite.staticfiles.StaticFilesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.TimeZoneMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "voicesite.middleware.AppErrorMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "voicesite.urls"
ASGI_APPLICATION = "voicesite.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "voicesite.navigation.shell",
            ]
        },
    }
]

# Data ------------------------------------------------------------------------------------------------
if CONFIG.database_url:
    # Under ASGI every request has a thread of its own: a connection kept for the next would only pile up.
    DATABASES = {"default": dj_database_url.parse(CONFIG.database_url, conn_max_age=0)}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(DATA_DIR / "voicesite.sqlite3"),
            "OPTIONS": {
                # A transaction that will write takes the lock at its start, so that it waits its turn
                # instead of failing half-way; writers wait up to 30 s.
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
            },
        }
    }

if CONFIG.cache_url:
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": CONFIG.cache_url}
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

MEDIA_ROOT = DATA_DIR / "media"
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
FILE_UPLOAD_TEMP_DIR = DATA_DIR / "uploads"
# Files go to disk past this size; the largest one is checked by the form and the service.
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 100

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static" / "built"]  # made by `npm run build`
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# People ----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:sign-in"
PASSWORD_RESET_TIMEOUT = 3600

AXES_FAILURE_LIMIT = CONFIG.lockout_failures
AXES_COOLOFF_TIME = timedelta(minutes=CONFIG.lockout_minutes)
# Name and address together: a stranger can't lock out a person who signs in from elsewhere.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "accounts.lockout.normal_username"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "accounts.lockout.locked_out"
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "accounts.lockout.client_address"

EMAIL_BACKEND = f"django.core.mail.backends.{CONFIG.mail_backend}.EmailBackend"
EMAIL_HOST, EMAIL_PORT, EMAIL_USE_TLS = CONFIG.mail_host, CONFIG.mail_port, CONFIG.mail_tls
EMAIL_HOST_USER = CONFIG.mail_username
EMAIL_HOST_PASSWORD = CONFIG.mail_password.get_secret_value() if CONFIG.mail_password else ""
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = CONFIG.mail_from

LANGUAGE_CODE = "en-us"
TIME_ZONE = CONFIG.time_zone
USE_TZ = True

# API -------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.ApiKeyAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "accounts.permissions.KeyHasScope",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "common.parsers.JSONParser",
        "rest_framework.parsers.MultiPartParser",
        "rest_framework.parsers.FormParser",
    ],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "common.negotiation.ContentNegotiation",
    "DEFAULT_PAGINATION_CLASS": "common.api.Pagination",
    "DEFAULT_SCHEMA_CLASS": "common.schema.Schema",
    "DEFAULT_THROTTLE_CLASSES": [
        "common.throttles.PersonThrottle",
        "common.throttles.KeyThrottle",
        "common.throttles.AnonymousThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {
        "person": CONFIG.throttle_person,
        "key": CONFIG.throttle_key,
        "anonymous": CONFIG.throttle_anonymous,
    },
    "NUM_PROXIES": 1 if CONFIG.trust_proxy else 0,
    "EXCEPTION_HANDLER": "common.api.exception_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
# Ours takes its place: a table of knox's own would be used by nothing, yet hold on to people's rows.
MIGRATION_MODULES = {"knox": None}
KNOX_TOKEN_MODEL = "accounts.ApiKey"  # noqa: S105 - a model's name
REST_KNOX = {"TOKEN_TTL": None, "AUTH_HEADER_PREFIX": "Bearer", "TOKEN_PREFIX": "vs_"}
SPECTACULAR_SETTINGS = {
    "TITLE": "voicesite",
    "DESCRIPTION": "Speech studio: everything the pages do, for programs. "
    "Send an API key from Settings as `Authorization: Bearer vs_…`.",
    "VERSION": __version__,
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"persistAuthorization": False, "displayRequestDuration": True},
    "SCHEMA_PATH_PREFIX": r"/(api|v1)",
    "COMPONENT_SPLIT_REQUEST": True,
    # A file may have a format more than a stream: two enums that would have one name.
    "ENUM_NAME_OVERRIDES": {
        "SpeechFormatEnum": "speech.audio.formats.FORMATS",
        "MixFormatEnum": "studio.compositions.rendering.asking.MIX_FORMATS",
        "LongTextFormatEnum": "speak.long_texts.RESPONSE_FORMATS",
        "EntryStateEnum": "history.models.State",
        "TurnStateEnum": "studio.models.TurnState",
        "ScriptFormatEnum": "studio.conversations.scripts.FORMATS",
        "AskedScriptFormatEnum": "studio.conversations.importing.SCRIPT_FORMATS",
        "EntrySourceEnum": "history.models.Source",
        "EntryTypeEnum": "history.models.Kind",
        "AttemptKindEnum": "dictation.models.AttemptKind",
    },
}

# Work ------------------------------------------------------------------------------------------------
Q_CLUSTER = {
    "name": "voicesite",
    "orm": "default",
    "workers": CONFIG.workers,
    "timeout": CONFIG.job_timeout_seconds,
    "retry": CONFIG.job_retry_seconds,
    "max_attempts": 1,  # the Job row decides what is tried again, not the queue
    "ack_failures": True,
    "save_limit": -1,  # a Job row is the record; the queue keeps no second one
    "poll": 0.2,
    "bulk": 1,
    "queue_limit": CONFIG.workers,
    "catch_up": False,
    "label": "Queue",
}

LOGGING = logging_config(log_format=CONFIG.log_format, level=CONFIG.log_level)
SILENCED_SYSTEM_CHECKS: list[str] = []
