"""All settings, in one file, from the environment. Every name is listed in docs/operators.md."""

from __future__ import annotations

import secrets
import sys
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from matinee.config import env

CHECKOUT = Path(__file__).resolve().parents[3]
VAR = Path(env.text("MATINEE_VAR", str(CHECKOUT / "var"))).resolve()
VAR.mkdir(parents=True, exist_ok=True)


def _own_secret() -> str:
    """Return a secret kept in var/, made on the first run: one laptop needs no set-up."""
    path = VAR / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


DEBUG = env.flag("DEBUG", False)
SITE_URL = env.text("SITE_URL", "http://localhost:8000").rstrip("/")
_site = urlsplit(SITE_URL)
SECRET_KEY = env.text("SECRET_KEY", "") or _own_secret()
SECRET_KEY_FALLBACKS = env.names("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = [
    *env.names("ALLOWED_HOSTS"),
    _site.hostname or "localhost",
    "localhost",
    "127.0.0.1",
    "[::1]",
]
CSRF_TRUSTED_ORIGINS = [f"{_site.scheme}://{_site.netloc}"]
HTTPS = _site.scheme == "https"

DATABASES = {
    "default": env.database(
        env.text("DATABASE_URL", "sqlite:///" + str(VAR / "matinee.sqlite3")), VAR
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Mail: see docs/operators.md for every form of MAIL_URL.
MAIL_URL = env.text("MAIL_URL", "inbox:")
INBOX_PATH = VAR / "inbox"
RECEIPTS_PATH = Path(env.text("RECEIPTS_DIR", str(VAR / "receipts")))
# Who reads the inbox reads everybody's mail: its pages are shown on a laptop only, unless asked.
INBOX_PAGES = env.flag(
    "INBOX_PAGES",
    MAIL_URL.startswith("inbox:") and _site.hostname in {"localhost", "127.0.0.1", "::1"},
)
EMAIL_BACKEND = "matinee.config.django_mail.RelayBackend"  # what Django itself sends
DKIM_KEY = env.text("DKIM_KEY", "")
DKIM_SELECTOR = env.text("DKIM_SELECTOR", "matinee")
BOUNCE_DOMAIN = env.text("BOUNCE_DOMAIN", "")
# anymail+NAME: takes its keys from the environment: ANYMAIL_MAILGUN_API_KEY and so on.
ANYMAIL = env.prefixed("ANYMAIL_")
SMTP_CONNECTIONS = env.number("SMTP_CONNECTIONS", 4)

# What comes back: a listener for the mail server, a mailbox that is read, a mailbox for reports.
OUTCOMES_LISTEN = env.text("OUTCOMES_LISTEN", "")
IMAP_URL = env.text("IMAP_URL", "")
FEEDBACK_ADDRESSES = env.names("FEEDBACK_ADDRESSES")
SOFT_BOUNCE_LIMIT = env.number("SOFT_BOUNCE_LIMIT", 5)
SOFT_BOUNCE_DAYS = env.number("SOFT_BOUNCE_DAYS", 7)

# Forwarding headers are believed only from these (addresses or networks).
TRUSTED_PROXIES = env.names("TRUSTED_PROXIES")

BROKER_URL = env.text("BROKER_URL", "")
TASKS = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}
    if not BROKER_URL
    else {
        "BACKEND": "matinee.config.broker.BrokerBackend",
        "QUEUES": [],
        "OPTIONS": {"broker_url": BROKER_URL},
    }
}

INSTALLED_APPS = [
    "matinee.config.apps.ConfigConfig",
    "matinee.insight",
    "matinee.mailings",
    "matinee.editions",
    "matinee.stories",
    "matinee.readers",
    "matinee.newsletters",
    "matinee.inbox",
    "matinee.films",
    "matinee.publication",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "anymail",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "matinee.config.middleware.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "matinee.config.editors.SecondFactorMiddleware",
    "axes.middleware.AxesMiddleware",
]

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 1  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_SENSITIVE_PARAMETERS = ["password", "email", "address"]
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "account/shut_out.html"
AXES_CLIENT_IP_CALLABLE = "matinee.config.editors.client_address"

# Editors' second factor: `offered` in their account, or `required` of everybody.
SECOND_FACTOR = env.text("SECOND_FACTOR", "offered")
WAGTAILADMIN_LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
ACCOUNT_ADAPTER = "matinee.config.editors.Accounts"
ACCOUNT_FORMS = {"login": "matinee.config.editors.DoorForm"}
# Who may not enter the desk is told so at the door, not sent round in circles.
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is set by whoever runs the desk
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_NOTIFICATIONS = True
MFA_ADAPTER = "matinee.config.editors.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SILENCED_SYSTEM_CHECKS: list[str] = []

ROOT_URLCONF = "matinee.config.urls"
WSGI_APPLICATION = "matinee.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "matinee.publication.context.publication",
            ],
        },
    },
]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = env.text("TIME_ZONE", "Europe/London")
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns where it is missing
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

WAGTAIL_SITE_NAME = "Matinee"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILIMAGES_IMAGE_MODEL = "publication.Picture"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "txt", "csv"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_MODERATION_ENABLED = True
WAGTAILADMIN_COMMENTS_ENABLED = True

# Public pages run no inline code; the desk's policy is in config/middleware.py.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
X_FRAME_OPTIONS = "SAMEORIGIN"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "WARNING")},
    # Below an error it writes names and addresses of whoever logs in.
    "loggers": {"axes": {"level": "ERROR"}},
}

if "pytest" in sys.modules:
    # Hashing passwords well is slow on purpose; tests hash many.
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    AXES_ENABLED = False
