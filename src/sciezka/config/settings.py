"""All settings, read from the environment. Each variable is described in docs/reference/settings.md."""

import datetime
import os
import secrets
from functools import partial
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

PACKAGE = Path(__file__).resolve().parent.parent


def read_flag(name: str, *, default: bool = False) -> bool:
    """Read a yes/no environment variable."""
    return os.environ.get(name, "1" if default else "0").strip().lower() in {"1", "true", "yes", "on"}


def read_secret_key(home: Path) -> str:
    """Give the secret key: from the environment, else from a file made once in the data folder."""
    if key := os.environ.get("SCIEZKA_SECRET_KEY"):
        return key
    path = home / "secret-key"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), encoding="utf-8")
    return path.read_text(encoding="utf-8").strip()


HOME = Path(os.environ.get("SCIEZKA_HOME", "var")).resolve()
DEMO = read_flag("SCIEZKA_DEMO")
DEMO_PASSWORD = "sciezka-demo-2026"  # noqa: S105 - printed for everyone; these accounts exist only in the demonstration
DEBUG = read_flag("SCIEZKA_DEBUG")
BASE_URL = os.environ.get("SCIEZKA_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
# Lazy, so that a command that needs no secret (parse_chronicle) leaves no file behind.
SECRET_KEY: Any = SimpleLazyObject(partial(read_secret_key, HOME))
ALLOWED_HOSTS = os.environ.get("SCIEZKA_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
IS_HTTPS = BASE_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "sciezka.kit",
    "sciezka.rooms.people",
    "sciezka.rooms.town",
    "sciezka.rooms.thread",
    "sciezka.rooms.rounds",
    "sciezka.rooms.questions",
    "sciezka.rooms.monitor",
    "sciezka.rooms.surveys",
    "sciezka.rooms.stakeholders",
    "sciezka.rooms.assessment",
    "sciezka.rooms.diagnosis",
    "sciezka.rooms.path",
    "sciezka.rooms.calls",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "rules.apps.AutodiscoverRulesConfig",
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
    "sciezka.kit.requests.keep_private",
    "sciezka.rooms.people.middleware.speak_profile_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "sciezka.config.urls"
WSGI_APPLICATION = "sciezka.config.wsgi.application"
FORM_RENDERER = "sciezka.kit.forms.KitRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sciezka.kit.context.add_frame",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "sciezka.kit.templatetags.kit"],
        },
    }
]

DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(
        os.environ.get("SCIEZKA_DATABASE_URL", f"sqlite:///{HOME / 'sciezka.sqlite3'}"), conn_max_age=60
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
    }
# What the sign-in library counts and notes must hold for all processes: it asks for the cache "default". The other one is
# each process's own, for what is quicker kept than read anew.
CACHES = {
    "default": {"BACKEND": "sciezka.kit.remembering.SharedMemory"},
    "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "pl"
LANGUAGES = [("pl", _("Polish")), ("en", _("English"))]
TIME_ZONE = "Europe/Warsaw"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("SCIEZKA_STATIC", HOME / "static"))
# Parts built by `make setup` from the npm lockfile (design system, fonts, charts): see tools/build_static.py.
VENDOR = Path(os.environ.get("SCIEZKA_VENDOR", PACKAGE.parent.parent / "build" / "static")).resolve()
STATICFILES_DIRS = [VENDOR] if VENDOR.exists() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (
    "jpg", "jpeg", "png", "gif", "webp", "zip", "gz", "br", "woff", "woff2", "ttf",
)  # fmt: skip
# Uploaded files lie outside the web root: no MEDIA_URL serves them, only guarded views do.
MEDIA_ROOT = HOME / "files"
MEDIA_URL = ""
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
# A comparison group may be ticked among all communes of the country.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "sciezka.rooms.people.backends.AccountBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "town:desk"

# Accounts: who may come in, and how (django-allauth, django-axes). See docs/howto/accounts.md and docs/howto/oidc.md.
OPEN_SIGNUP = read_flag("SCIEZKA_OPEN_SIGNUP")
ACCOUNT_ADAPTER = "sciezka.rooms.people.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "sciezka.rooms.people.forms.names.NameForm"
ACCOUNT_FORMS = {
    name: f"sciezka.rooms.people.forms.passwords.{form}"
    for name, form in {
        "login": "SignInForm",
        "signup": "SignUpForm",
        "add_email": "NewAddressForm",
        "change_password": "NewPasswordForm",
        "set_password": "FirstPasswordForm",
        "reset_password": "ForgottenPasswordForm",
        "reset_password_from_key": "ForgottenPasswordKeyForm",
        "reauthenticate": "ConfirmPasswordForm",
    }.items()
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_HTTPS else "http"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# The axes library locks one address from one computer after five failures; these limits catch whoever changes either,
# and whoever guesses codes of the second step.
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "30/m/ip,10/5m/key", "reset_password": "20/m/ip,5/h/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if read_flag("SCIEZKA_TRUST_PROXY") else 0

MFA_ADAPTER = "sciezka.rooms.people.adapters.SecondFactorAdapter"
MFA_FORMS = {
    name: f"sciezka.rooms.people.forms.factors.{form}"
    for name, form in {
        "authenticate": "CodeForm",
        "reauthenticate": "ConfirmCodeForm",
        "activate_totp": "FirstCodeForm",
        "add_webauthn": "NewPasskeyForm",
        "edit_webauthn": "RenamePasskeyForm",
    }.items()
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Ścieżka"
MFA_TOTP_TOLERANCE = 1
# A changed address must be confirmed before it is used, so having a second factor need not stand in the way.
MFA_ALLOW_UNVERIFIED_EMAIL = True

SOCIALACCOUNT_ADAPTER = "sciezka.rooms.people.adapters.OutsideAccountAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_FORMS = {"signup": "sciezka.rooms.people.forms.outside.OutsideSignUpForm"}
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if os.environ.get("SCIEZKA_OIDC_SERVER"):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": os.environ.get("SCIEZKA_OIDC_NAME", "OpenID Connect"),
                "client_id": os.environ.get("SCIEZKA_OIDC_CLIENT_ID", ""),
                "secret": os.environ.get("SCIEZKA_OIDC_SECRET", ""),
                "settings": {"server_url": os.environ["SCIEZKA_OIDC_SERVER"]},
            }
        ],
    }

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = datetime.timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "sciezka.rooms.people.lockout.read_address"
AXES_CLIENT_IP_CALLABLE = "sciezka.rooms.people.lockout.read_computer"
AXES_LOCKOUT_CALLABLE = "sciezka.rooms.people.lockout.show_lockout"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_SENSITIVE_PARAMETERS = ["login", "email", "username", "password", "csrfmiddlewaretoken"]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = AXES_VERBOSE = False

EMAIL_HOST = os.environ.get("SCIEZKA_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("SCIEZKA_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("SCIEZKA_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("SCIEZKA_SMTP_PASSWORD", "")
EMAIL_USE_TLS = read_flag("SCIEZKA_SMTP_TLS", default=True)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = HOME / "mail"
DEFAULT_FROM_EMAIL = os.environ.get("SCIEZKA_FROM_EMAIL", "sciezka@localhost")

# Pages worked on at once in one process, and screens of meetings that it keeps open beside them.
THREADS = int(os.environ.get("SCIEZKA_THREADS", "8"))
STREAMS = int(os.environ.get("SCIEZKA_STREAMS", "128"))

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# The monitor's source of figures: Statistics Poland's Local Data Bank. See docs/howto/sync-with-gus.md.
BDL_URL = os.environ.get("SCIEZKA_BDL_URL", "https://bdl.stat.gov.pl/api/v1")
BDL_KEY = os.environ.get("SCIEZKA_BDL_KEY", "")
# What reckons the index of all communes at once: numba, numpy, duckdb or spark. See docs/methods/national.md.
ENGINE = os.environ.get("SCIEZKA_ENGINE", "numba")

# Where pictures of maps come from, through this server; nothing means no such pictures. See docs/decisions/0010-maps.md.
TILES_URL = os.environ.get("SCIEZKA_TILES_URL", "").strip()
TILES_ATTRIBUTION = os.environ.get("SCIEZKA_TILES_ATTRIBUTION", "").strip()

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if read_flag("SCIEZKA_TRUST_PROXY") else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "sciezka.kit.views.show_forged"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": os.environ.get("SCIEZKA_LOG_LEVEL", "WARNING")},
    # The worker greets everybody at each start.
    "loggers": {"django_tasks_db": {"level": "WARNING"}, "axes": {"level": "WARNING"}},
}
