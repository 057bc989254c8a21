"""Django's settings. What differs between installations comes from the environment (`env.py`)."""

from datetime import timedelta

from csp.constants import NONE, SELF, UNSAFE_INLINE

from project import env

BASE_DIR = env.BASE_DIR
DATA_DIR = env.data_dir()
DEBUG = env.switch("DEBUG", default=False)
SECRET_KEY = env.secret_key()

# Where the server listens. Demo accounts have known passwords, so with them it listens only here.
BIND = env.bind()
PORT = env.number("PORT", 8000)
ALLOWED_HOSTS = env.words(
    "ALLOWED_HOSTS",
    sorted(env.LOOPBACK | {"[::1]"}) if BIND in env.LOOPBACK else None,
    expected="the host names of the site, parted by commas, as BIND is not a loopback address",
)
# The one password of all demo accounts.
DEMO_PASSWORD = "corroborate-demo"  # noqa: S105 (everybody knows it)
SITE_URL = env.text("SITE_URL", f"http://{env.in_address(BIND)}:{PORT}").rstrip("/")
env.refuse_debugging_in_public(DEBUG, BIND, ALLOWED_HOSTS)

INSTALLED_APPS = [
    "common",
    "history",
    "teams",
    "jobs",
    "search",
    "actors",
    "documents",
    "claims",
    "review",
    "exports",
    "demo",
    "project.apps.CurationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django_filters",
    "drf_spectacular",
    "rest_framework",
]
MIDDLEWARE = [
    "project.health.Health",
    "common.middleware.ApiAnswers",
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
    "allauth.account.middleware.AccountMiddleware",
    "teams.middleware.KeepsWhatWasSent",
    "teams.middleware.PersonalSettings",
    "common.middleware.NumbersOfRows",
]
ROOT_URLCONF = "project.urls"
WSGI_APPLICATION = "project.wsgi.application"
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
                "teams.context_processors.workspace",
            ],
            # `csrf_token` in every form says for whom it was written too.
            "builtins": ["teams.templatetags.written_for"],
        },
    }
]
# Form and widget templates can be overridden in templates/django/forms.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Stores --------------------------------------------------------------------------------------
DATABASES = {"default": env.database(DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache()}
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "project.storage.HashedStaticFilesStorage"},
}
MEDIA_ROOT = DATA_DIR / "files"
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# --- People --------------------------------------------------------------------------------------
AUTH_USER_MODEL = "teams.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # a constraint keeps e-mails unique, whatever their case
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "teams.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# Nobody signs up: people come by an invitation, which a lead hands over with or without mail.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# Counted on the shared cache, so that the limits hold over all processes.
ACCOUNT_RATE_LIMITS = {
    "login": env.text("LOGIN_RATE", "30/m/ip"),
    "login_failed": env.text("LOGIN_FAILED_RATE", "10/m/ip,5/5m/key"),
}
# A change of password or second factor is told to its owner.
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Nobody is written to, see `teams.adapter`; it takes the same time, so that nothing is given away.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_FORMS = {
    "change_password": "teams.password_forms.ChangePasswordForm",
    "reset_password_from_key": "teams.password_forms.ResetPasswordKeyForm",
}
MFA_ADAPTER = "teams.adapter.SecondFactorAdapter"
MFA_TOTP_ISSUER = "Corroborate"
# The address is the one that the invitation was made out to; nobody confirms it a second time.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Single sign-on with OpenID Connect, if the environment names a provider. Whoever it says has a
# verified address comes into the account of that address; see `teams.adapter`.
SOCIALACCOUNT_ADAPTER = "teams.adapter.SingleSignOnAdapter"
SOCIALACCOUNT_PROVIDERS = env.single_sign_on()
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
# A link and no form: `form-action` of our policy would refuse the ways that providers lead on.
SOCIALACCOUNT_LOGIN_ON_GET = True
PASSWORD_RESET_TIMEOUT = int(timedelta(days=3).total_seconds())

# --- Mail ----------------------------------------------------------------------------------------
vars().update(env.email())
# Mails are kept, and the worker sends them: see `teams.mailing`. A server has so many seconds.
DELIVERY_BACKEND, EMAIL_BACKEND = vars()["EMAIL_BACKEND"], "teams.mailing.QueuedBackend"
EMAIL_TIMEOUT = env.number("EMAIL_TIMEOUT", 10)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("MAIL_FROM", "Corroborate <corroborate@localhost>")

# --- Language and time ---------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["project.formats"]
USE_TZ = True
TIME_ZONE = "UTC"

# --- Security ------------------------------------------------------------------------------------
HTTPS = env.switch("HTTPS", default=False)
CSRF_TRUSTED_ORIGINS = env.words(
    "CSRF_TRUSTED_ORIGINS", [], expected="addresses like https://claims.example.org"
)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "corroborate_session", "corroborate_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "teams.views.sessions.csrf_failure"
X_FRAME_OPTIONS = "DENY"
# How many proxies of ours stand before the server: only then are their headers believed.
PROXIES = env.number("PROXIES", 0)
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        # Widths that scripts compute (menus, progress) are style attributes; sheets stay strict.
        "style-src-attr": [UNSAFE_INLINE],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# --- API -----------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "teams.api.authentication.BearerTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["common.rendering.OrjsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["common.parsing.JsonParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "common.negotiation.AsItComes",
    # The description is at one address; OPTIONS would tell the half of it.
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "common.pagination.ApiCursorPagination",
    "DEFAULT_SCHEMA_CLASS": "common.schema.ApiSchema",
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.ScopedRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {
        "api": env.text("API_RATE", "600/min"),
        "export": env.text("EXPORT_RATE", "20/min"),
    },
    "EXCEPTION_HANDLER": "common.api.exception_handler",
    # `format` is what an export is asked for by, not how an answer is rendered.
    "URL_FORMAT_OVERRIDE": None,
    "NUM_PROXIES": PROXIES,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Corroborate",
    "DESCRIPTION": "Who claims what, where, and whether it holds.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1/t/\{team\}/",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SORT_OPERATION_PARAMETERS": False,
    # Vocabularies by their own names: several fields are called `kind`, `state` or `access`.
    "ENUM_NAME_OVERRIDES": {
        name: f"{app}.vocabularies.{name}"
        for app, names in {
            "actors": ["ActorKind"],
            "claims": [
                "ClaimAccess",
                "ClaimState",
                "Confidence",
                "CueClass",
                "Curation",
                "Holds",
                "Kind",
                "LinkState",
                "Mode",
                "Polarity",
                "Priority",
                "Reach",
                "RejectReason",
                "Said",
            ],
            "documents": ["DatePrecision", "DocumentKind", "Processing", "Triage", "VersionMade"],
            "review": [
                "Axis",
                "CommentKind",
                "Credibility",
                "DecisionKind",
                "Duty",
                "EvidenceKind",
                "ReplyOutcome",
                "ReturnKind",
                "Stance",
            ],
            "teams": ["Access", "SecondReview"],
        }.items()
        for name in names
    }
    | {
        "ClaimPolarity": "claims.vocabularies.CLAIM_POLARITIES",
        "JobState": "jobs.models.JobState",
        "Role": "teams.roles.Role",
    },
}

# --- Background work -----------------------------------------------------------------------------
CELERY_BROKER_URL, CELERY_BROKER_TRANSPORT_OPTIONS = env.broker(DATA_DIR)
CELERY_IMPORTS = ["project.worker"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SOFT_TIME_LIMIT, CELERY_TASK_TIME_LIMIT = 840, 900
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
# Reconciling is due again in half a minute: a message nobody fetched by then is of no use.
CELERY_BEAT_SCHEDULE = {
    "reconcile jobs": {
        "task": "jobs.reconcile",
        "schedule": 30.0,
        "options": {"expires": 25},
    },
    "send mails": {"task": "teams.send_mails", "schedule": 30.0, "options": {"expires": 25}},
    "flag rechecks": {"task": "review.flag_rechecks", "schedule": 3600.0},
    "write heads down": {"task": "review.write_heads_down", "schedule": 86400.0},
    "mail heads": {"task": "review.mail_heads", "schedule": 600.0, "options": {"expires": 550}},
    "send news": {"task": "review.send_news", "schedule": 60.0, "options": {"expires": 55}},
}
# A running job beats this often; without a beat for so long it goes to another worker.
JOB_BEAT_EVERY = timedelta(seconds=env.number("JOB_BEAT_SECONDS", 5))
JOB_LOST_AFTER = timedelta(seconds=env.number("JOB_LOST_SECONDS", 60))
# Reading one text may take so long; no other kind of work has a limit worth setting.
READING_AT_MOST = timedelta(minutes=env.number("READING_MINUTES", 15))
# The longest text that is taken in, in bytes of UTF-8.
DOCUMENT_MAX_BYTES = env.number("DOCUMENT_MAX_BYTES", 2_000_000)
# Which engine reads texts, and what it is told beside them (docs/extraction.md).
EXTRACTION_ENGINE = env.text("EXTRACTION_ENGINE", "")
EXTRACTION = {
    "spacy_model": env.text("CORROBORATE_SPACY_MODEL", ""),
    "llm_url": env.text("CORROBORATE_LLM_URL", ""),
    "llm_model": env.text("CORROBORATE_LLM_MODEL", ""),
    "llm_key": env.text("CORROBORATE_LLM_KEY", ""),
}


# --- Logs ----------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "WARNING")},
    # Django's own handlers would write each record a second time.
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "history.heads": {"level": "INFO"},
    },
}
