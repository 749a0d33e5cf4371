"""The one settings file; what differs between places comes from `env`."""

import secrets
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from heed.config import env

ROOT = Path(__file__).resolve().parents[2]
HEED_HOME = env.home()


def _secret_key() -> str:
    """Return the key of this installation, made at its first start and kept beside its data."""
    kept = HEED_HOME / "secret_key"
    try:
        HEED_HOME.mkdir(parents=True, exist_ok=True)
        if not kept.exists():
            _make_key(kept)
        return kept.read_text()
    except OSError as problem:
        expected = f"a folder that can be made, read and written ({problem.strerror})"
        raise env.BadSetting("HEED_HOME", str(HEED_HOME), expected) from problem


def _make_key(kept: Path) -> None:
    fresh = HEED_HOME / f"secret_key.{secrets.token_hex(4)}"
    try:
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48))
        kept.hardlink_to(fresh)
    except FileExistsError:
        pass  # another process was first; its key counts
    finally:
        fresh.unlink(missing_ok=True)


SECRET_KEY = env.text("HEED_SECRET_KEY", "") or _secret_key()
BASE_URL = env.web_url("HEED_BASE_URL", "http://127.0.0.1:8000")
DEBUG = False
ALLOWED_HOSTS = list(
    env.words("HEED_ALLOWED_HOSTS", (BASE_URL.hostname or "localhost", "localhost", "127.0.0.1"))
)
CSRF_TRUSTED_ORIGINS = [f"{BASE_URL.scheme}://{BASE_URL.netloc}"]
ROOT_URLCONF = "heed.config.urls"
WSGI_APPLICATION = "heed.config.wsgi.application"

INSTALLED_APPS = [
    "heed.config",
    "heed.cli",
    "heed.workspace",
    "heed.portal",
    "heed.improvement",
    "heed.loyalty",
    "heed.value",
    "heed.surveys",
    "heed.expectations",
    "heed.conversations",
    "heed.customers",
    "heed.accounts",
    "heed.core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "csp",
    "axes",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "heed.accounts.middleware.SignedInPlaceMiddleware",
    "heed.core.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "heed.workspace.context.shell",
            ],
            "builtins": ["heed.core.templatetags.heed"],
        },
    }
]

DATABASES = {"default": env.database("HEED_DATABASE_URL", HEED_HOME / "heed.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "heed.accounts.views.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "username"
AXES_VERBOSE = False
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "workspace:today"

IS_SECURE = BASE_URL.scheme == "https"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SECURE_HSTS_SECONDS = 31_536_000 if IS_SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_SECURE else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = HEED_HOME / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HEED_HOME / "files", "allow_overwrite": True},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SMTP = env.mail_server("HEED_SMTP_URL", schemes=("smtp", "smtps"))
IMAP = env.mail_server("HEED_IMAP_URL", schemes=("imap", "imaps"))
MAIL_ADDRESS = env.text("HEED_MAIL_ADDRESS", "service@heed.invalid")
OUTBOX_FOLDER = HEED_HOME / "outbox"
WEB_THREADS = env.integer("HEED_WEB_THREADS", 8, low=1, high=64)
WEB_WORKERS = env.integer("HEED_WEB_WORKERS", 1, low=1, high=32)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {
        "handlers": ["console"],
        "level": env.choice(
            "HEED_LOG_LEVEL", "warning", ("debug", "info", "warning", "error")
        ).upper(),
    },
}
