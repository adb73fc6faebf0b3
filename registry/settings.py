"""Settings. An operator sets them by environment, .env, or NAME_FILE naming a file; README lists all."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django
import django_htmx
import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from registry.installation import broker_socket, broker_url, local_secret
from registry.logs import worth_hiding
from registry.providers import providers

env = environ.FileAwareEnv()
BASE_DIR = Path(__file__).resolve().parent.parent
if (BASE_DIR / ".env").exists():
    env.read_env(BASE_DIR / ".env")  # what the environment says already wins
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "data"))).absolute()


def number(name: str, default: int) -> int:
    """A setting that is a whole number."""
    try:
        return int(env.int(name, default=default))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {env.str(name)!r}.") from error


DEBUG = env.bool("DEBUG", default=False)
LOG_LEVEL = env.str("LOG_LEVEL", default="INFO").upper()
WORKERS = number("WORKERS", default=2)

# Where it is reached. SITE_URL decides what is secure: plain http on localhost needs no certificate.
PORT = number("PORT", default=8000)
if not 0 < PORT < 65536:
    raise ImproperlyConfigured(f"PORT must lie between 1 and 65535, not {PORT}.")
SITE_URL = env.str("SITE_URL", default=f"http://localhost:{PORT}").rstrip("/")
SITE = urlsplit(SITE_URL)
if SITE.scheme not in {"http", "https"} or not SITE.hostname:
    raise ImproperlyConfigured(
        f"SITE_URL must begin with http:// or https:// and name a host, not {SITE_URL!r}."
    )
IS_HTTPS = SITE.scheme == "https"
IS_LOCAL = SITE.hostname in {"localhost", "127.0.0.1", "::1"}
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[f"[{SITE.hostname}]" if ":" in SITE.hostname else SITE.hostname]
)
ALLOWED_HOSTS += [host for host in ("localhost", "127.0.0.1", "[::1]") if host not in ALLOWED_HOSTS]
# How many proxies stand in front. The server itself speaks plain HTTP, so behind https there is at least one.
NUM_PROXIES = number("NUM_PROXIES", default=1 if IS_HTTPS else 0)


SECRET_KEY = env.str("SECRET_KEY", default="")
if not IS_LOCAL:
    if not SECRET_KEY:
        raise ImproperlyConfigured(f"SECRET_KEY must be set, because SITE_URL {SITE_URL} is public.")
    if DEBUG:
        raise ImproperlyConfigured(f"DEBUG must be off, because SITE_URL {SITE_URL} is public.")
    if "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured(
            f"ALLOWED_HOSTS must name the hosts, not *, because SITE_URL {SITE_URL} is public."
        )
SECRET_KEY = SECRET_KEY or local_secret(DATA_DIR)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])  # keys of before, that still open

# Doors for operators, both shut unless asked for. Metrics are open to programs on one's own machine.
ADMIN_PATH = env.str("ADMIN_PATH", default="").strip("/")
if ADMIN_PATH and not re.fullmatch(r"[A-Za-z0-9_-]+", ADMIN_PATH):
    raise ImproperlyConfigured(f"ADMIN_PATH must be letters, digits and hyphens, not {ADMIN_PATH!r}.")
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
if METRICS_TOKEN and len(METRICS_TOKEN) < 16:
    raise ImproperlyConfigured("METRICS_TOKEN must have at least 16 characters.")
METRICS = IS_LOCAL or bool(METRICS_TOKEN)

# What it is made of.
INSTALLED_APPS = [
    "django.contrib.admin.apps.SimpleAdminConfig",  # what it shows is listed in registry.web.admin
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.github",
    "allauth.socialaccount.providers.openid_connect",
    "registry.jobs",
    "registry.accounts",
    "registry.catalog",
    "registry.scorecards",
    "registry.refresh",
    "registry.imports",
    "registry.assessments",
    "registry.badges",
    "registry.api",
    "registry.web",
]
# None of these reads the session by itself: a page that does not ask for the account sets no cookie and no
# Vary: Cookie.
MIDDLEWARE = [
    "registry.web.headers.request_id",
    "registry.api.measuring.measured",
    "registry.web.languages.by_path",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "registry.web.headers.permissions_policy",
    "registry.web.headers.no_cookie_for_readers",
    "registry.web.errors.in_own_clothes",
    "registry.web.modes.by_mode",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["registry.web.sign_in.backend.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ROOT_URLCONF = "registry.urls"
WSGI_APPLICATION = "registry.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        # The last two are for the admin and read the session only where a template asks for the user or for
        # messages: those of our own pages must not.
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# Languages and time.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("fr", "Français")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "registry.web.formats"
TIME_ZONE = "UTC"
USE_TZ = True

# Data.
database_url = env.str("DATABASE_URL", default="") or f"sqlite:///{DATA_DIR / 'sourceform.sqlite3'}"
if database_url.partition("://")[0] not in {"postgres", "postgresql", "sqlite"}:
    raise ImproperlyConfigured("DATABASE_URL must begin with postgres:// or sqlite:///.")
database: dict[str, Any] = env.db_url_config(database_url)
DATABASES = {"default": database}
if database["ENGINE"] == "django.db.backends.sqlite3":
    database["CONN_MAX_AGE"] = None
    database["OPTIONS"] = {
        # A read lock cannot be upgraded: with DEFERRED, the default, writers at the same time fail, not wait.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
        "PRAGMA mmap_size=33554432; PRAGMA cache_size=-64000; PRAGMA temp_store=MEMORY",
    }
else:
    database["CONN_MAX_AGE"] = 600
    database["CONN_HEALTH_CHECKS"] = True
# Signing in counts with the default one, tries of passwords and used codes: all processes share it.
CACHES = {
    "default": {"BACKEND": "registry.accounts.kept.InDatabase"},
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

# Static files, named by what they hold.
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS: list[Path | tuple[str, Path]] = [
    BASE_DIR / "static",
    ("django_htmx", Path(django_htmx.__file__).parent / "static" / "django_htmx"),
]
if ADMIN_PATH:
    STATICFILES_DIRS.append(
        ("admin", Path(django.__file__).parent / "contrib" / "admin" / "static" / "admin")
    )
# Only these: no page uses the files that Django REST framework brings for its browsable API.
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_USE_FINDERS = True

# What a browser is told.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
# Messages of a form to the page that follows it; a cookie for them would be one more.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_ENGINE = "registry.accounts.sessions"
SESSION_COOKIE_AGE = 14 * 86_400  # seconds after the last visit
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
# The prefix makes browsers refuse these cookies unless they are Secure and set by this very host.
SESSION_COOKIE_NAME = "__Host-session" if IS_HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_HTTPS else "csrf"
CSRF_FAILURE_VIEW = "registry.web.views.forged.forged"
CSRF_TRUSTED_ORIGINS = [f"{SITE.scheme}://{SITE.netloc}"]
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if NUM_PROXIES else None
SECURE_SSL_REDIRECT = IS_HTTPS and NUM_PROXIES > 0
# Asked from inside, over plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^statusz$", r"^metrics$"]
# W021 asks for the preload list of the browsers: that is for whoever owns the domain to decide.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

# The API. People come with a token: a session would make every answer vary by cookie.
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "registry.api.problems.handler",
    "NUM_PROXIES": NUM_PROXIES,
    # One address, or one person with a token, may ask so often in each web process; on one's own machine as
    # often as one likes.
    "DEFAULT_THROTTLE_RATES": {
        "anonymous": None if IS_LOCAL else "60/min",
        "user": None if IS_LOCAL else "600/min",
        "export": None if IS_LOCAL else "4/hour",
    },
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Sourceform",
    "DESCRIPTION": "How open AI models are: facts with their proof, and one verdict per definition.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SORT_OPERATIONS": False,
    "SORT_OPERATION_PARAMETERS": False,
    "ENUM_NAME_OVERRIDES": {
        "ScorecardState": "registry.api.shapes.scorecards.STATES",
        "HeadlineState": "registry.api.shapes.scorecards.HEADLINE_STATES",
        "Origin": "registry.api.shapes.verdicts.ORIGINS",
        "LinkState": "registry.refresh.link_rows.STATES",
        "AssessmentState": "registry.api.shapes.assessments.STATES",
        "AssessmentOrigin": "registry.api.shapes.assessments.ORIGINS",
        "DisputeState": "registry.api.shapes.assessments.DISPUTE_STATES",
    },
}

# Signing in. Rates: how often / in which time / by whom; counted in the database (registry.accounts.kept).
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "web:home"
ACCOUNT_ADAPTER = "registry.web.sign_in.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_FORMS = {
    "login": "registry.web.sign_in.forms.LoginForm",
    "signup": "registry.web.sign_in.forms.SignupForm",
    "reset_password": "registry.web.sign_in.forms.ResetPasswordForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False  # an image tag could confirm it
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_UNIQUE_EMAIL = True
PASSWORD_RESET_TIMEOUT = 3600  # seconds
ACCOUNT_MAX_EMAIL_ADDRESSES = 5
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "30/h/ip",  # tries; registry.web.sign_in.sign_ups counts what becomes of them
    "confirm_email": "3/d/key",
    "reset_password": "20/h/ip,3/h/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = NUM_PROXIES
MFA_FORMS = {
    "add_webauthn": "registry.web.sign_in.forms.AddPasskeyForm",
    "authenticate": "registry.web.sign_in.forms.CodeForm",
}
MFA_ADAPTER = "registry.web.sign_in.factors.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Sourceform"
MFA_ALLOW_UNVERIFIED_EMAIL = (
    True  # nobody is signed in without a confirmed address; another may be on its way
)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = IS_LOCAL  # browsers allow passkeys on http://localhost

# How many people have to approve an assessment where it matters: 1 on a small installation. It matters where
# the shown outcome of one of these definitions changes, and in the cases that docs/review.md lists.
REVIEW_REQUIRED = number("REVIEW_REQUIRED", default=2)
if REVIEW_REQUIRED not in (1, 2):
    raise ImproperlyConfigured(f"REVIEW_REQUIRED must be 1 or 2, not {REVIEW_REQUIRED}.")
TWO_REVIEWS_FOR = env.list("TWO_REVIEWS_FOR", default=["osaid-1.0", "mof-1.0"])

SOCIALACCOUNT_ADAPTER = "registry.web.sign_in.social.SocialAdapter"
SOCIALACCOUNT_FORMS = {"signup": "registry.web.sign_in.forms.SocialSignupForm"}
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # another site's word for an address opens no account here
SOCIALACCOUNT_QUERY_EMAIL = True
SOCIALACCOUNT_STORE_TOKENS = False
try:
    SOCIALACCOUNT_PROVIDERS = providers(
        github=(env.str("GITHUB_CLIENT_ID", default=""), env.str("GITHUB_CLIENT_SECRET", default="")),
        huggingface=(env.str("HF_CLIENT_ID", default=""), env.str("HF_CLIENT_SECRET", default="")),
        oidc=(env.str("OIDC_CLIENT_ID", default=""), env.str("OIDC_CLIENT_SECRET", default="")),
        url=env.str("OIDC_URL", default=""),
        name=env.str("OIDC_NAME", default=""),
    )
except ValueError as error:
    raise ImproperlyConfigured(str(error)) from error

# Who runs this installation, for the legal notice and the privacy page; lines of the address divided by \\n.
OPERATOR_NAME = env.str("OPERATOR_NAME", default="")
OPERATOR_ADDRESS = env.str("OPERATOR_ADDRESS", default="")
OPERATOR_CONTACT = env.str("OPERATOR_CONTACT", default="")
# Where a hole in the security is to be told, for security.txt: an https or mailto address.
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="")

# A folder with further definitions of openness, one TOML file each; read at the start.
DEFINITIONS_DIR = env.str("DEFINITIONS_DIR", default="")

# The hub that models are read from.
HF_ENDPOINT = env.str("HF_ENDPOINT", default="https://huggingface.co").rstrip("/")
HF_TOKEN = env.str("HF_TOKEN", default="")
# Hubs that are followed by the clock; none by default, as nobody expects a laptop to list millions of models.
CRAWL = env.list("CRAWL", default=[])
if not set(CRAWL) <= {"huggingface"}:
    raise ImproperlyConfigured(f"CRAWL may name huggingface, not {', '.join(CRAWL)}.")
CARDS_READ = number("CARDS_READ", default=10_000)  # of the most downloaded models; of reviewed ones always

# Whether the pages that evidence cites are opened on a schedule, and copies of them asked for at archives.
CHECK_LINKS = env.bool("CHECK_LINKS", default=False)
ARCHIVE_LINKS = env.bool("ARCHIVE_LINKS", default=False)
# Other hubs, and those of them that are read by the clock where sources cite them for parts of a model.
CITED_HUBS = env.list("CITED_HUBS", default=[])
if not set(CITED_HUBS) <= {"github", "modelscope", "zenodo"}:
    raise ImproperlyConfigured(
        f"CITED_HUBS may name github, modelscope and zenodo, not {', '.join(CITED_HUBS)}."
    )
GITHUB_ENDPOINT = env.str("GITHUB_ENDPOINT", default="https://api.github.com").rstrip("/")
GITHUB_TOKEN = env.str("GITHUB_TOKEN", default="")
MODELSCOPE_ENDPOINT = env.str("MODELSCOPE_ENDPOINT", default="https://modelscope.cn").rstrip("/")
ZENODO_ENDPOINT = env.str("ZENODO_ENDPOINT", default="https://zenodo.org").rstrip("/")
ZENODO_TOKEN = env.str("ZENODO_TOKEN", default="")
SWH_ENDPOINT = env.str("SWH_ENDPOINT", default="https://archive.softwareheritage.org").rstrip("/")
SWH_TOKEN = env.str("SWH_TOKEN", default="")


# Work in the background. A message only says "look at this job"; the jobs are rows of the database.
REDIS_URL = env.str("REDIS_URL", default="")
OWN_BROKER = not REDIS_URL
REDIS_URL = REDIS_URL or f"unix://{broker_socket(DATA_DIR)}"
CELERY_BROKER_URL = broker_url(REDIS_URL)
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True  # repeats are bounded by the attempts of the job
CELERY_TASK_ACKS_ON_FAILURE_OR_TIMEOUT = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_PUBLISH_RETRY = False  # the sweep rings again; a request never waits for the broker
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_DISABLE_PREFETCH = False
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000  # kilobytes
CELERY_WORKER_ETA_TASK_LIMIT = 100
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 25
CELERY_WORKER_ENABLE_SOFT_SHUTDOWN_ON_IDLE = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,  # longer than the time limit, or running work is delivered again
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 10,
    "socket_connect_timeout": 3,
    "socket_keepalive": True,
    "health_check_interval": 10,
    "retry_on_timeout": True,
    "max_retries": 0,  # of connecting in order to publish: the sweep rings again, nobody waits 6 s
}

# Mail, by default one file each in a folder.
mail = env.email_url("EMAIL_URL", default="filemail://")
EMAIL_BACKEND = mail["EMAIL_BACKEND"]
MAIL_FOLDER = EMAIL_FILE_PATH = (
    mail["EMAIL_FILE_PATH"] or str(DATA_DIR / "mail")
    if EMAIL_BACKEND.endswith("filebased.EmailBackend")
    else ""
)
EMAIL_HOST, EMAIL_PORT = mail["EMAIL_HOST"] or "localhost", mail["EMAIL_PORT"] or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = mail["EMAIL_HOST_USER"] or "", mail["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = mail.get("EMAIL_USE_TLS", False), mail.get("EMAIL_USE_SSL", False)
DEFAULT_FROM_EMAIL = f"Sourceform <noreply@{SITE.hostname}>"

# What no log line and no kept error may hold: every setting that is named like a secret, and the passwords
# inside addresses.
SECRETS = worth_hiding(
    [
        *(
            str(value)
            for name, value in list(globals().items())
            if name.endswith(("TOKEN", "KEY", "PASSWORD"))
        ),
        *SECRET_KEY_FALLBACKS,
        *(env.str(f"{name}_CLIENT_SECRET", default="") for name in ("GITHUB", "HF", "OIDC")),
        database.get("PASSWORD"),
        urlsplit(REDIS_URL).password,
    ]
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "registry.logs.JsonLine", "secrets": SECRETS}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django": {
            "handlers": [],
            "level": LOG_LEVEL,
            "propagate": True,
        },  # its own handlers would print twice
        # A job says itself what became of it; Celery would say it in five lines, every few seconds.
        **{
            name: {"level": "DEBUG" if LOG_LEVEL == "DEBUG" else "WARNING"}
            for name in ("celery.app.trace", "celery.beat", "celery.worker.strategy")
        },
        # A visitor's wrong Host header is answered 400; a traceback for each would only fill the log.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
