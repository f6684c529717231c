"""Settings: everything that differs between counties or machines comes from the environment."""
import os
from pathlib import Path

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
ENV = os.environ

DEBUG = ENV.get("DJANGO_DEBUG") == "1"
SECRET_KEY = ENV["SECRET_KEY"] if not DEBUG else ENV.get("SECRET_KEY", "development-only")
ALLOWED_HOSTS = ENV.get("ALLOWED_HOSTS", "127.0.0.1,localhost").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in ENV.get("CSRF_TRUSTED_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "geo_renovation.maps",
    "geo_renovation.interchange",
    "geo_renovation.planning",
    "geo_renovation.compounds",
    "geo_renovation.utilities",
    "geo_renovation.accounts",
    "geo_renovation.districts",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "django.contrib.postgres",
    "leaflet",
    "pgtrigger",
    "procrastinate.contrib.django",
    "csp",
    "axes",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "geo_renovation.accounts.middleware.SlidingSession",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "geo_renovation.urls"
WSGI_APPLICATION = "geo_renovation.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "geo_renovation.maps.context.county",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ]
        },
    }
]

# The county's survey CRS; fixed when its database is made. Must be metric.
COUNTY_SRID = int(ENV.get("COUNTY_SRID", "4548"))

# Address of a Dask scheduler that proposals of bundles are worked out on; empty: processes of this machine.
DASK_SCHEDULER = ENV.get("DASK_SCHEDULER", "")

# Ends of lines and nodes no farther apart (m) are one joint when a network is followed.
NETWORK_JOIN_M = float(ENV.get("NETWORK_JOIN_M", "0.05"))
# "strict": utilities see one another's lines inside disclosure areas only; "shared": all over the county, as much of each.
NETWORK_SECRECY = ENV.get("NETWORK_SECRECY", "strict")
# From how many years on a line counts as old in the responsibility table, unless the reader asks otherwise.
OLD_LINE_YEARS = int(ENV.get("OLD_LINE_YEARS", "20"))

DATABASES = {
    "default": dj_database_url.parse(
        ENV.get("DATABASE_URL", "postgis:///gaotang"),
        engine="django.contrib.gis.db.backends.postgis",
        conn_max_age=int(ENV.get("DB_CONN_MAX_AGE", "60")),
    )
}
DATABASES["default"].setdefault("OPTIONS", {})["options"] = " ".join(
    f"-c {name}={value}"
    for name, value in {
        "statement_timeout": ENV.get("DB_STATEMENT_TIMEOUT", "3s"),
        "lock_timeout": ENV.get("DB_LOCK_TIMEOUT", "2s"),
        "idle_in_transaction_session_timeout": "15s",
        "jit": "off",
    }.items()
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "geo_renovation.accounts.backends.AccountBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 30 * 60
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"
AXES_HTTP_RESPONSE_CODE = 429

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
# One copy of Leaflet: ours shadows the one that django-leaflet bundles for the admin.
STATICFILES_DIRS = [BASE_DIR / "static", ("leaflet", BASE_DIR / "static" / "vendor" / "leaflet")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "geo_renovation.static_files.ModuleManifestStorage"
    },
}

# Over plain HTTP on the loopback only; a deployment sets HTTPS=1 behind its TLS proxy.
HTTPS = ENV.get("HTTPS") == "1"
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LEAFLET_CONFIG = {
    "DEFAULT_CENTER": (36.8594, 116.2240),
    "DEFAULT_ZOOM": 14,
    "MIN_ZOOM": 9,
    "MAX_ZOOM": 20,
    "TILES": [],
    "ATTRIBUTION_PREFIX": False,
    "RESET_VIEW": False,
}

# Originals of imported files, under names of our own; never below STATIC_ROOT.
IMPORT_FOLDER = Path(ENV.get("IMPORT_FOLDER", BASE_DIR / "var" / "imports"))
# Of the originals of one organisation, all that it has sent in together.
IMPORT_QUOTA_BYTES = int(ENV.get("IMPORT_QUOTA_BYTES", 20_000_000_000))
# Files are taken at one address, from those who may import; on their disk they only change their name.
FILE_UPLOAD_HANDLERS = ["geo_renovation.interchange.uploading.UploadHandler"]
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_NUMBER_FILES = None  # the handler counts, and says so
# Matching a wide table with many codes is one form.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Source and map-approval number 审图号 of the county's own map, shown at its edge and on prints.
MAP_ATTRIBUTION = ENV.get("MAP_ATTRIBUTION", "")
MAP_APPROVAL = ENV.get("MAP_APPROVAL", "")

# Base maps: none unless set, and then the service asks nobody outside for anything. Tianditu with the county's own
# token of the server kind (its quota is for officials unless TIANDITU_PUBLIC=1), a raster PMTiles file, or both.
TIANDITU_TOKEN = ENV.get("TIANDITU_TOKEN", "")
TIANDITU_URL = ENV.get("TIANDITU_URL", "https://t0.tianditu.gov.cn")
TIANDITU_APPROVAL = ENV.get("TIANDITU_APPROVAL", "")
TIANDITU_PUBLIC = ENV.get("TIANDITU_PUBLIC") == "1"
BASEMAP_FILE = ENV.get("BASEMAP_FILE", "")
BASEMAP_FILE_LABEL = ENV.get("BASEMAP_FILE_LABEL", "")
BASEMAP_FILE_ATTRIBUTION = ENV.get("BASEMAP_FILE_ATTRIBUTION", "")
BASEMAP_FILE_APPROVAL = ENV.get("BASEMAP_FILE_APPROVAL", "")
# Tianditu's tiles are kept here.
BASEMAP_CACHE = Path(ENV.get("BASEMAP_CACHE", BASE_DIR / "var" / "basemap"))
BASEMAP_CACHE_BYTES = int(ENV.get("BASEMAP_CACHE_MB", "2000")) * 1_000_000
BASEMAP_CACHE_DAYS = int(ENV.get("BASEMAP_CACHE_DAYS", "30"))
# urllib3 writes whole addresses below this level, and Tianditu's hold the token.
LOGGING = {"version": 1, "disable_existing_loggers": False, "loggers": {"urllib3": {"level": "WARNING"}}}

# GDAL older than Django recommends: the web process parses no user file with it.
SILENCED_SYSTEM_CHECKS = ["gis.W001"]
