"""All settings; what differs between machines comes from the environment (docs/running.md lists it)."""

from pathlib import Path
from typing import Any

import environ

from config import headers

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=DEBUG)
# Only a demonstration may run on a known key: anywhere else a missing SECRET_KEY stops the start.
SECRET_KEY = env.str("SECRET_KEY", default="demo-only-not-secret") if DEMO else env.str("SECRET_KEY")
SEALING_KEYS: list[str] = env.list("SEALING_KEYS", default=[SECRET_KEY])
SEALING_CIPHER = env.str("SEALING_CIPHER", default="AES-GCM")
if SEALING_CIPHER not in ("AES-GCM", "SM4-GCM"):
    raise environ.ImproperlyConfigured("SEALING_CIPHER is AES-GCM or SM4-GCM")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("TRUSTED_ORIGINS", default=[])
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
HTTPS = env.bool("HTTPS", default=False)
# What is printed on doors stays there: the address people reach, https://grid.example; by default the request's own.
PUBLIC_ORIGIN = env.str("PUBLIC_ORIGIN", default="").rstrip("/")

# GDAL only ever reads files of our own, never a name or text a user gave.
SILENCED_SYSTEM_CHECKS = ["gis.W001"]

INSTALLED_APPS = [
    "daphne",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.gis",
    "channels",
    "rest_framework",
    "drf_spectacular",
    "apps.accounts",
    "apps.journal",
    "apps.commands",
    "apps.photos",
    "apps.grids",
    "apps.learning",
    "apps.calendars",
    "apps.standards",
    "apps.registry",
    "apps.patrols",
    "apps.handovers",
    "apps.events",
    "apps.exchange",
    "apps.realtime",
    "apps.sync",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES: list[dict[str, Any]] = []

DATABASES = {"default": env.db_url("DATABASE_URL", default="postgis:///grid")}
# Statements are planned once a connection: planning was a tenth of a poll (docs/decisions/0073-prepared-statements.md).
DATABASES["default"].setdefault("OPTIONS", {}).update(server_side_binding=True, prepare_threshold=5)
DATABASES["default"]["TEST"] = {"NAME": env.str("TEST_DATABASE", default="test_grid")}
# Under ASGI each request runs in its own context, so persistent connections pile up; a pool is bounded.
DB_POOL = env.int("DB_POOL", default=8)
if DB_POOL:
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": DB_POOL, "timeout": 10}

REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        # A Redis that hangs is to be taken for dead before whoever waits gives up.
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
    }
}

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["apps.accounts.hashing.CityArgon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "apps.accounts.passwords.LongEnough"},
    {"NAME": "apps.accounts.passwords.LettersAndDigits"},
    {"NAME": "apps.accounts.passwords.NotThePhone"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_ENGINE = "apps.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = False
PWA_DIST = Path(env.str("PWA_DIST", default=str(BASE_DIR / "pwa/dist")))
WHITENOISE_ROOT = PWA_DIST if PWA_DIST.is_dir() else None
WHITENOISE_IMMUTABLE_FILE_TEST = headers.HASHED
WHITENOISE_ADD_HEADERS_FUNCTION = headers.of_file
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MIMETYPES = {".webmanifest": "application/manifest+json"}
# Hosts a base map's tiles may come from, such as https://t0.tianditu.gov.cn; none by default.
MAP_SOURCES: list[str] = env.str("MAP_SOURCES", default="").split()
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(BASE_DIR / "var/media")))
# True behind nginx: files leave through its internal location instead of through Python.
ACCEL = env.bool("ACCEL", default=False)
# Who may add pictures from the phone's album; everybody else takes them on the spot.
ALBUM_ROLES: list[str] = env.list("ALBUM_ROLES", default=["HANDLER", "ACCEPTOR", "DISPATCHER", "SHIFT_LEAD", "LEADER"])
PHOTO_FONT = env.str("PHOTO_FONT", default="/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# Sheets out of the registry: up to so many masked rows without anybody's approval, and how many days a file stays.
EXPORT_FREE_ROWS = env.int("EXPORT_FREE_ROWS", default=1_000)
EXPORT_MOST_ROWS = env.int("EXPORT_MOST_ROWS", default=200_000)
EXPORT_DAYS = env.int("EXPORT_DAYS", default=7)
IMPORT_DAYS = env.int("IMPORT_DAYS", default=30)

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["apps.accounts.authentication.SessionOrAnonymous"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["apps.commands.http.OrjsonRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "apps.commands.negotiation.WhateverWasAsked",
    "DEFAULT_PARSER_CLASSES": ["apps.commands.http.OrjsonParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "apps.commands.http.refuse",
    "DEFAULT_THROTTLE_RATES": {
        "session": env.str("RATE_SESSION", default="30/min"),
        "keys": env.str("RATE_KEYS", default="20/hour"),
        "phones": env.str("RATE_PHONES", default="60/min"),
        "plates": env.str("RATE_PLATES", default="20/min"),
        "public_report": env.str("RATE_PUBLIC_REPORT", default="30/hour"),
        "public_follow": env.str("RATE_PUBLIC_FOLLOW", default="30/min"),
        "public_photos": env.str("RATE_PUBLIC_PHOTOS", default="120/hour"),
    },
    "NUM_PROXIES": env.int("NUM_PROXIES", default=1),
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
FEATURES_PER_MINUTE = env.int("FEATURES_PER_MINUTE", default=3000)
SPECTACULAR_SETTINGS = {
    "TITLE": "网格化服务管理",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "COMPONENT_SPLIT_REQUEST": True,
    # Kinds and states of several subjects: the screens' types keep their names when another subject is added.
    "ENUM_NAME_OVERRIDES": {
        "StateEnum": "apps.events.enums.State",
        "ArticleKindEnum": "apps.learning.enums.ArticleKind",
        "LineageKindEnum": "apps.grids.enums.LineageKind",
        "SheetKindEnum": "apps.exchange.enums.Kind",
        "ImportStateEnum": "apps.exchange.enums.ImportState",
        "ExportStateEnum": "apps.exchange.enums.ExportState",
        "GoneEnum": "apps.registry.enums.Gone",
        "OrgRoleEnum": "apps.registry.enums.OrgRole",
        "PartStateEnum": "apps.registry.enums.PartState",
        "PurposeEnum": "apps.registry.enums.Purpose",
        "RequestKindEnum": "apps.registry.enums.RequestKind",
        "RequestStateEnum": "apps.registry.enums.RequestState",
        "RoleKindEnum": "apps.registry.enums.RoleKind",
        "ServiceKindEnum": "apps.registry.enums.ServiceKind",
        "SourceEnum": "apps.registry.enums.Source",
        "TenureKindEnum": "apps.registry.enums.TenureKind",
        "VisitKindEnum": "apps.registry.enums.VisitKind",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "apps.commands.schema.every_door_may_refuse",
    ],
}

# Full values of masked fields one account may see (apps/registry/actions/revealing.py).
REVEALS_PER_HOUR = env.int("REVEALS_PER_HOUR", default=30)
REVEALS_PER_DAY = env.int("REVEALS_PER_DAY", default=100)

# How often a socket process reads the journal for what Redis lost, and asks again who may sit (docs/push.md).
PUSH_READ_SECONDS = env.float("PUSH_READ_SECONDS", default=10.0)
PUSH_INSPECT_SECONDS = env.float("PUSH_INSPECT_SECONDS", default=60.0)

# Celery spells a Redis at a unix socket otherwise than the cache does.
CELERY_BROKER_URL = env.str("BROKER_URL", default=REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False
# Without these a broker that is down holds every request that starts a task for six seconds.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
    "socket_connect_timeout": 2,
}
CELERY_TASK_ACKS_LATE = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Longer than a phone is without a line; later, a command sent again is a new one (docs/decisions/0002-commands.md).
ANSWERS_KEPT_DAYS = env.int("ANSWERS_KEPT_DAYS", default=30)
# Where a worker went on a round is kept so long, and that he went and how far so long.
TRACKS_KEPT_DAYS = env.int("TRACKS_KEPT_DAYS", default=30)
PATROLS_KEPT_DAYS = env.int("PATROLS_KEPT_DAYS", default=365)
CELERY_BEAT_SCHEDULE: dict[str, Any] = {
    "answers nobody asks for again": {"task": "commands.forget", "schedule": 24 * 3600.0},
    "sessions that ran out": {"task": "accounts.forget_sessions", "schedule": 24 * 3600.0},
    "clock": {"task": "events.tick", "schedule": 10.0},
    "people follow their grids": {"task": "registry.follow_grids", "schedule": 30.0},
    "matters follow their grids": {"task": "events.follow_grids", "schedule": 30.0},
    "what is kept long enough": {"task": "registry.retain", "schedule": 24 * 3600.0},
    "sheets nobody is at work on": {"task": "exchange.sweep", "schedule": 60.0},
    "sheets kept long enough": {"task": "exchange.let_go", "schedule": 3600.0},
    "commands that wait for another": {"task": "sync.retry", "schedule": 60.0},
    "uploads that stopped half-way": {"task": "sync.drop_partials", "schedule": 3600.0},
    "texts and checklists of a new build": {"task": "sync.tell_papers", "schedule": 600.0},
    "what phones need no more": {"task": "sync.keep", "schedule": 24 * 3600.0},
    "where rounds led": {"task": "patrols.forget_tracks", "schedule": 24 * 3600.0},
    "notices too old to be told": {"task": "realtime.forget_heard", "schedule": 24 * 3600.0},
    "photos left undone": {"task": "photos.sweep", "schedule": 60.0},
    "files no photo names": {"task": "photos.purge_files", "schedule": 24 * 3600.0},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    # It tells of every sign it takes out of a font.
    "loggers": {"fontTools": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
