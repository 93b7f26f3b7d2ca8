"""Settings shared by every environment: safe by default, changed by environment variables.

Every variable that is read here is listed in docs/en/operators.md.
"""

import os
from pathlib import Path

import environ
from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _

from lms.web.logging import logging_settings

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

# Everything the running site writes lies below one folder, so that it can be backed up as one.
VAR_DIR = Path(env.str("LMS_VAR_DIR", default=str(BASE_DIR / "var")))

SECRET_KEY = env.str("SECRET_KEY", default="")
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "lms.demo",
    "lms.course_files",
    "lms.home",
    "lms.my_agency",
    "lms.reports",
    "assessments",
    "lms.enrolments",
    "courses",
    "certificates",
    "lms.competencies",
    "lms.agencies",
    "lms.notifications",
    "lms.accounts",
    "lms.backups",
    "lms.documents",
    "lms.cms",
    "lms.web",
    "lms.translations",
    "lms.core",
    "wagtail.contrib.redirects",
    "wagtail.contrib.typed_table_block",
    "wagtail.sites",
    "lms.accounts.apps.CMSUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "wagtailmedia",
    "modelcluster",
    "taggit",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "lms.web.logging.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lms.web.csp.TwoPoliciesMiddleware",
    "lms.web.admission.AdmissionMiddleware",
    "lms.web.middleware.PrivatePagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lms.accounts.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "lms.accounts.middleware.SessionActivityMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lms.agencies.middleware.SecondFactorMiddleware",
    "lms.accounts.middleware.NoticesMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Before the redirects, which look every unknown address up.
    "lms.web.middleware.AddressMiddleware",
    "lms.cms.middleware.CMSQueryMiddleware",
    "lms.cms.own_pages.OwnPagesMiddleware",
    "lms.cms.middleware.PublishingRefusedMiddleware",
    "lms.documents.middleware.DocumentsMiddleware",
    "lms.enrolments.middleware.TakenBackMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "lms.urls"
WSGI_APPLICATION = "lms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "lms.cms.mended_templates.MendingLoader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
FORM_RENDERER = "lms.core.forms.FormRenderer"

# --- Data -----------------------------------------------------------------------------------

SQLITE_OPTIONS = {
    # Measured with four writers: DEFERRED loses over half of them to "database is locked".
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'lms.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"].setdefault("OPTIONS", {}).update(SQLITE_OPTIONS)
    # SQLite makes its file, but not the folder the file lies in.
    Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    # What Wagtail keeps about its sites. Nothing that must last, or be the same in all processes,
    # may be put here.
    "default": {"BACKEND": "lms.web.memory.BriefMemory"},
    # A page looks up the sizes of all its pictures in one query; keeping each of them would write
    # to the database with every page that is read.
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}

# --- Many at once ----------------------------------------------------------------------------

# For how many a process works at a time; more only make each other wait.
LMS_WEB_PLACES = env.int("WEB_PLACES", default=4)
# How many wait inside it. Some threads stay free for saving answers and for saying "please wait".
LMS_WEB_LINE = max(1, env.int("WEB_THREADS", default=16) - LMS_WEB_PLACES - 4)

STORAGES = {
    "default": {
        "BACKEND": "lms.core.storage.WholeFilesStorage",
        "OPTIONS": {"location": str(VAR_DIR / "media"), "base_url": "/media/"},
    },
    # Documents of record (certificates as issued): never below a public address.
    "records": {
        "BACKEND": "lms.core.storage.WholeFilesStorage",
        "OPTIONS": {"location": str(VAR_DIR / "records")},
    },
    "staticfiles": {"BACKEND": "lms.web.stylesheets.SiteFilesStorage"},
}
MEDIA_ROOT = str(VAR_DIR / "media")
MEDIA_URL = "/media/"
STATIC_URL = "/static/"
STATIC_ROOT = str(VAR_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "lms" / "static"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# Megabytes; with less free space the site says that it is not ready.
LMS_LEAST_FREE_MB = env.int("LEAST_FREE_MB", default=200)

TASKS = {
    "default": {
        "BACKEND": env.str("TASKS_BACKEND", default="django_tasks_db.DatabaseBackend"),
        "QUEUES": ["default"],
    },
}

# --- Language and time ----------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [
    BASE_DIR / "lms" / "locale",
    *sorted((BASE_DIR / "lms" / "locale" / "packages").glob("*")),
]
FORMAT_MODULE_PATH = ["lms.core.formats"]
TIME_ZONE = env.str("TIME_ZONE", default="Asia/Ho_Chi_Minh")
USE_I18N = True
USE_TZ = True
# Grouping is asked for where a figure is shown: elsewhere it would break identifiers in the CMS.
USE_THOUSAND_SEPARATOR = False
WAGTAIL_I18N_ENABLED = False
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]

# --- People and sign-in ---------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "lms.accounts.backends.RegisterBackend",
]
# The first writes; hashes of the others are read, and written anew at the next sign-in.
PASSWORD_HASHERS = [
    "lms.accounts.hashers.PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "lms.accounts.passwords.StrengthValidator",
        "OPTIONS": {
            # TCVN 14423 level 2: 14 characters of 4 kinds, or 8 beside a second factor.
            "min_length": env.int("PASSWORD_MIN_LENGTH", default=14),
            "min_kinds": env.int("PASSWORD_MIN_KINDS", default=4),
            "min_length_with_second_factor": 8,
        },
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "lms.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "official_code"
ACCOUNT_USER_DISPLAY = "lms.accounts.adapter.display_name"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "login": "lms.accounts.forms.SignInForm",
    "reset_password": "lms.accounts.forms.RequestResetForm",
    "reset_password_from_key": "lms.accounts.forms.ResetPasswordForm",
    "change_password": "lms.accounts.forms.ChangePasswordForm",
    "set_password": "lms.accounts.forms.SetPasswordForm",
    "reauthenticate": "lms.accounts.forms.ConfirmPasswordForm",
}
# A person is stopped first, and early. Addresses are stopped late: a commune's whole hall, or all
# of an agency, may sit behind one and sign in when an exam starts.
SIGN_INS_PER_MINUTE = env.int("SIGN_INS_PER_MINUTE", default=1200)
FAILED_SIGN_INS_PER_MINUTE = env.int("FAILED_SIGN_INS_PER_MINUTE", default=150)
ACCOUNT_RATE_LIMITS = {
    "login": f"{SIGN_INS_PER_MINUTE}/m/ip",
    "login_failed": f"5/15m/key,{FAILED_SIGN_INS_PER_MINUTE}/m/ip",
    "reset_password": f"5/h/key,{FAILED_SIGN_INS_PER_MINUTE}/m/ip",
    "reset_password_from_key": f"{SIGN_INS_PER_MINUTE}/m/ip",
}
# How many proxies stand before the site, each adding to X-Forwarded-For; 0: that header is ignored.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PROXY_COUNT", default=0)
# Keys that encrypt what second factors are made of: the first writes, all of them read.
LMS_SECOND_FACTOR_KEYS = env.list("SECOND_FACTOR_KEYS", default=[])
MFA_ADAPTER = "lms.accounts.second_factor.MFAAdapter"
MFA_FORMS = {
    "authenticate": "lms.accounts.forms.SignInCodeForm",
    "reauthenticate": "lms.accounts.forms.ConfirmCodeForm",
    "activate_totp": "lms.accounts.forms.ActivateCodeForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = env.str("SITE_NAME", default="LMS")
MFA_TOTP_TOLERANCE = 1
# Addresses come from the personnel register, so that nobody has to confirm them.
MFA_ALLOW_UNVERIFIED_EMAIL = True
USERSESSIONS_TRACK_ACTIVITY = True
# Who must have a second factor before anything else opens: "none" | "staff" | "all".
LMS_SECOND_FACTOR_REQUIRED_FOR = env.str("SECOND_FACTOR_REQUIRED_FOR", default="staff")

# How long sign-ins, changes of accounts and looks at records are kept.
LMS_SECURITY_EVENT_DAYS = env.int("SECURITY_EVENT_DAYS", default=365)

SESSION_COOKIE_AGE = env.int("SESSION_COOKIE_AGE", default=12 * 3600)
# Minutes without a request after which a person is signed out; 0: never before the session's end.
LMS_SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", default=120)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "lms.accounts.views.csrf_failure"

# --- Browser security -----------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
# No other site needs our files.
WHITENOISE_ALLOW_ALL_ORIGINS = False
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Hosts whose players may be embedded in lessons; empty: the site calls nobody.
LMS_EMBED_HOSTS = env.list("EMBED_HOSTS", default=[])
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "object-src": [NONE],
        "frame-src": [SELF, *(f"https://{host}" for host in LMS_EMBED_HOSTS)],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "base-uri": [SELF],
    },
}
# The CMS itself writes inline scripts and styles; it still talks to this site alone.
LMS_CMS_CONTENT_SECURITY_POLICY = {
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "media-src": [SELF, "blob:"],
    # The editor shows the preview beside the form.
    "frame-ancestors": [SELF],
}

# --- CMS ------------------------------------------------------------------------------------

SITE_NAME = env.str("SITE_NAME", default="Học tập số")
WAGTAIL_SITE_NAME = SITE_NAME
# Whom people ask, beside the training officer of their agency; empty: nothing more is shown.
SUPPORT_EMAIL = env.str("SUPPORT_EMAIL", default="")
SUPPORT_PHONE = env.str("SUPPORT_PHONE", default="")
# Where the text of a document of law is looked for by its number, {number}; empty: no link.
LEGAL_SEARCH_URL = env.str(
    "LEGAL_SEARCH_URL", default="https://vanban.chinhphu.vn/?pageid=27160&search={number}"
)
WAGTAILADMIN_BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000")
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
# Passwords and addresses are changed in one place, behind the second factor: /accounts/.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAILIMAGES_IMAGE_MODEL = "core.Picture"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "gif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "txt", "csv", "zip"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
WAGTAILDOCS_MAX_UPLOAD_SIZE = env.int("DOCUMENT_MAX_MB", default=50) * 1024 * 1024
# Of a course as a ZIP, packed and unpacked.
LMS_COURSE_ARCHIVE_MAX_SIZE = env.int("COURSE_ARCHIVE_MAX_MB", default=500) * 1024 * 1024
LMS_MEDIA_MAX_UPLOAD_SIZE = env.int("MEDIA_MAX_MB", default=500) * 1024 * 1024
WAGTAILIMAGES_IMAGE_FORM_BASE = "lms.web.uploads.PictureForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "lms.web.uploads.DocumentForm"
WAGTAILMEDIA = {
    "MEDIA_FORM_BASE": "lms.web.uploads.MediaForm",
    # What every browser in use plays.
    "VIDEO_EXTENSIONS": ["mp4", "m4v", "webm", "ogv"],
    "AUDIO_EXTENSIONS": ["mp3", "m4a", "ogg", "wav"],
}
WAGTAILSEARCH_BACKENDS = {
    "default": {
        "BACKEND": "lms.cms.search",
        # Vietnamese syllables such as "so" and "an" are English stop words.
        "SEARCH_CONFIG": "simple",
    },
}
WAGTAILADMIN_COMMENTS_ENABLED = True

# --- Mail -----------------------------------------------------------------------------------

EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
# Whatever is mailed is a row first: see lms/notifications. Its worker sends by this one.
LMS_MAIL_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"]
EMAIL_BACKEND = "lms.notifications.backend.OwedMailBackend"
# Seconds the mail server is waited for at each step.
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=30)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="lms@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_SUBJECT_PREFIX = ""

# --- Learning -------------------------------------------------------------------------------

# Longest pause between two signs of life that still counts as learning, in seconds.
LMS_ACTIVE_TIME_GAP = 60
# Periods (tiết) an official is expected to collect in a year: the province's target, no law.
LMS_YEARLY_PERIODS_TARGET = env.int("YEARLY_PERIODS_TARGET", default=40)
# The decision that sets the target, as it is cited; empty: none is recorded.
LMS_YEARLY_PERIODS_DECISION = env.str("YEARLY_PERIODS_DECISION", default="")
# How many reports and lists of people one manager may have computed in a minute.
LMS_REPORTS_PER_MINUTE = env.int("REPORTS_PER_MINUTE", default=30)

# --- Documents ------------------------------------------------------------------------------

# Folders to look for the typeface of PDFs in, before those of lms/documents/pdf/fonts.py.
LMS_FONT_FOLDERS = env.list("FONT_FOLDERS", default=[])
# PDFs are drawn in processes of their own: so many at a time for people on this machine, and beside
# them one for tasks and commands; so many for one person; so many seconds each.
LMS_DOCUMENT_PLACES = env.int("DOCUMENT_PLACES", default=max(1, (os.cpu_count() or 1) // 2))
LMS_DOCUMENTS_PER_PERSON = env.int("DOCUMENTS_PER_PERSON", default=1)
LMS_DOCUMENT_SECONDS = env.int("DOCUMENT_SECONDS", default=45)
LMS_DRAWING_FOLDER = str(VAR_DIR / "drawing")
# How many certificates one address may look up on the public page in a minute.
LMS_VERIFICATIONS_PER_MINUTE = env.int("VERIFICATIONS_PER_MINUTE", default=60)

# The site shows invented people and says so on every page.
LMS_DEMONSTRATION = env.bool("DEMONSTRATION", default=False)

# --- Logs -----------------------------------------------------------------------------------

LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
# Whether request lines carry the client's address: personal data, but some duties ask for it.
LMS_LOG_CLIENT_ADDRESS = env.bool("LOG_CLIENT_ADDRESS", default=False)
LOGGING = logging_settings(level=LOG_LEVEL, style=env.str("LOG_STYLE", default="json"))
