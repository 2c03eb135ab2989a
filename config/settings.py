"""All settings. The environment is read through config/env.py alone; without any, a clone on one machine works.

With nothing set, commands and tests run on an SQLite file, and no server starts. `make run` sets DOINGOAI_DEBUG=yes,
which is development on one machine. Production sets DOINGOAI_SECRET_KEY, DOINGOAI_ALLOWED_HOSTS and DATABASE_URL, and
DOINGOAI_TLS_PROXY=yes behind a proxy.
"""

from pathlib import Path
from typing import Any

import django_stubs_ext

from config.env import SQLITE, read_environment

# Lets classes name the types that mypy checks, as in ModelAdmin[Article], where Django's own do not take them yet.
django_stubs_ext.monkeypatch()

VERSION = "0.1.0"  # the one in pyproject.toml

BASE_DIR = Path(__file__).resolve().parent.parent
RUN_DIR = BASE_DIR / ".run"  # what the running project makes for itself; not in git

env = read_environment(BASE_DIR / ".env")

# --- How it runs ------------------------------------------------------------------------------------------------------

DEBUG = env.yes_or_no("DOINGOAI_DEBUG", default=False)
SECRET_KEY = env.secret_key("DOINGOAI_SECRET_KEY", development_file=RUN_DIR / "secret_key" if DEBUG else None)
ALLOWED_HOSTS = env.host_names("DOINGOAI_ALLOWED_HOSTS", debug=DEBUG)

# Yes says that a proxy stands in front which ends TLS, sets X-Forwarded-Proto itself and drops the caller's.
TLS_PROXY = env.yes_or_no("DOINGOAI_TLS_PROXY", default=False)

INSTALLED_APPS = [
    "articles.apps.ArticlesConfig",
    "articles.search.apps.SearchConfig",
    "directives.apps.DirectivesConfig",
    "register.apps.RegisterConfig",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "corsheaders",
    "csp",
    "import_export",
    "config.apps.CuratorsConfig",  # django.contrib.admin
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "articles.api.problems.ProblemMiddleware",  # first: it turns what all the others refuse into problems
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.cors.OpenCorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "articles.api.compression.CompressionMiddleware",
    "articles.api.deprecation.DeprecationMiddleware",
    "register.caching.DataVersionMiddleware",  # last: what answers 304 is inside of what adds headers
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "config" / "templates"],  # pages of the packages that we say otherwise
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {
        "handlers": ["console"],
        "level": env.text("DOINGOAI_LOG_LEVEL", "INFO", choices=("DEBUG", "INFO", "WARNING", "ERROR")),
    },
    # Django's own loggers speak through the root's handler, and mail to nobody.
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        # A forged host is answered with 400. Anyone can send them without end, and each would log a page of trace.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}

# --- Where the rows are -----------------------------------------------------------------------------------------------

SQLITE_OPTIONS = {
    # A transaction takes its write lock when it begins: one that reads first and then writes would fail at once,
    # without waiting, where another has written in between.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,  # seconds to wait for that lock: longer than saving the longest article takes
    # Readers do not wait for the writer. After a power cut the last transactions may be gone, but none by half.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}
POSTGRESQL_OPTIONS = {
    "connect_timeout": 5,  # seconds: a database that is away is a 503 soon, not a caller who waits
}


def database(name: str) -> dict[str, Any]:
    """Return Django's settings of the database that a variable names; what its URL asks for goes before ours."""
    given = env.database(name, default=BASE_DIR / "doingoai.sqlite3")
    if given["ENGINE"] == SQLITE:
        return given | {"OPTIONS": SQLITE_OPTIONS | given["OPTIONS"]}
    return {
        # A new connection costs more than most requests. One is dropped after ten minutes, or when it has died.
        "CONN_MAX_AGE": 600,  # seconds
        "CONN_HEALTH_CHECKS": True,
    } | (given | {"OPTIONS": POSTGRESQL_OPTIONS | given["OPTIONS"]})


DATABASES = {"default": database("DATABASE_URL")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

# --- Languages and times ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
# What the switch on each page sets; see config/language.py.
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600  # seconds
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = not DEBUG
# Ours, and what Django and the packages leave untranslated or say badly; the first that knows a text translates it.
# Two catalogues, for `makemessages` drops from the first what does not stand in our code.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale_core"]
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True

# --- The articles -----------------------------------------------------------------------------------------------------

# What `manage.py load_seeds` reads when it is given no path.
SEEDS_DIR = env.folder("DOINGOAI_SEEDS_DIR", default=BASE_DIR / "seeds")

# Bytes of one text, as it comes: files, JSON Lines, the admin's paste box and the API alike. The longest seed has less
# than a fiftieth of it; a text of this size is a book, not an article. The bounds are 1 KiB and 64 MiB.
SOURCE_MAX_BYTES = env.whole_number("DOINGOAI_SOURCE_MAX_BYTES", 1024**2, minimum=1024, maximum=64 * 1024**2)

# The text policy of an outlet for which none is stated: "full" serves the whole text, "excerpt" only the spans with
# their words and context. Newspapers hold the rights, so an operator may have to choose the second.
DEFAULT_TEXT_POLICY = env.text("DOINGOAI_TEXT_POLICY", "full", choices=("full", "excerpt"))

# --- The API ----------------------------------------------------------------------------------------------------------

# Seconds for which a caller or a proxy may use an answer again without asking. With 0 it asks each time, and an answer
# that is still true costs a 304: what a curator corrects shows at once.
API_MAX_AGE = env.whole_number("DOINGOAI_API_MAX_AGE", 0, minimum=0, maximum=86_400)
API_CACHE_CONTROL = f"max-age={API_MAX_AGE}, must-revalidate"

# How many readers' reports are taken: of one sender within an hour, and of all together within a minute.
REPORTS_PER_HOUR = env.whole_number("DOINGOAI_REPORTS_PER_HOUR", 10, minimum=1, maximum=10_000)
REPORTS_PER_MINUTE = env.whole_number("DOINGOAI_REPORTS_PER_MINUTE", 30, minimum=1, maximum=10_000)

REST_FRAMEWORK = {
    # The public API has no accounts: people write in the admin, and readers' reports need none.
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "UNAUTHENTICATED_TOKEN": None,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": [
        "articles.api.filters.FilterBackend",
        "articles.api.parameters.Ordering",
    ],
    "DEFAULT_PAGINATION_CLASS": "articles.api.pagination.KeysetPagination",
    "PAGE_SIZE": 20,  # rows; the paginator holds the ceiling
    "DEFAULT_METADATA_CLASS": "config.possibilities.Possibilities",
    "EXCEPTION_HANDLER": "articles.api.problems.exception_handler",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "URL_FORMAT_OVERRIDE": None,  # ours: see Negotiation. The framework would carry `format` into all addresses in rows
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}

SPECTACULAR_SETTINGS = {
    "TITLE": "doingoai",
    "DESCRIPTION": (
        "A citable record of what Vietnamese press articles report about foreign policy: who set out which directives, "
        "in what office, when, and under which official documents, with the exact words and the place they stand.\n\n"
        "It is read without a key, from any page: GET, HEAD and OPTIONS are answered, another method is a 405. Readers "
        "may report an error, by POST to one address; nothing else is written here. The [guide](/guides/api/) tells "
        "more.\n\n"
        "**Offsets.** Every `start` and `end` counts Unicode code points of the article's `text`, `end` excluded, so "
        "that `text[start:end]` is `exact`. Strings of JavaScript and Java count UTF-16 units; in JavaScript, "
        "`[...text].slice(start, end).join('')` gives the words.\n\n"
        "**Lists.** Follow `next` until it is null. A filter given several times means *or*, different filters mean "
        "*and*. An unknown parameter is refused, so that a misspelt filter never returns everything; so is a value "
        "that its form does not allow. A number or symbol is any text: one that no document has finds nothing.\n\n"
        "**Null.** Every field of a row is in every answer; null says that it is not known, or that there is none.\n\n"
        "**Errors** are problem details (RFC 9457). A program branches on `code`, and on the `code` of each of the "
        "`errors`.\n\n"
        "**Caching.** Each answer carries an ETag of the version of the record. Ask again with `If-None-Match`, and "
        "what has not changed is a 304.\n\n"
        "The examples are what the API answers over the articles that come with the project, shortened: of each array "
        "the first item, of longer texts the beginning. These articles leave no remark: the examples of remarks are "
        "what comes where a point is taken out of one of them."
    ),
    "VERSION": VERSION,
    "OAS_VERSION": "3.1.1",
    "LICENSE": {"name": "MIT", "identifier": "MIT"},
    "SERVERS": [{"url": "/", "description": "The server that this document comes from."}],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "DEFAULT_GENERATOR_CLASS": "config.schema.Generator",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "config.schema.as_version_3_1",
        "config.schema.in_words_for_readers",
        "config.schema.with_every_answer",
    ],
    # A set of codes is called as its field is, save where several fields of one name have different sets.
    "ENUM_SUFFIX": "",
    "ENUM_NAME_OVERRIDES": {
        "BlockKind": "articles.models.BlockKind",
        "CitationForm": "directives.models.CitationForm",
        "CitationStatus": "directives.models.CitationStatus",
        "DocumentKind": "directives.models.DocumentKind",
        "ListKind": "directives.models.ListKind",
        "MentionStatus": "articles.models.MentionStatus",
        "Fact": "articles.models.Fact",
        "RelationType": "directives.models.RelationType",
        "RemarkCode": "articles.models.RemarkCode",
        "RemarkState": "articles.models.RemarkState",
    },
    "SERVE_INCLUDE_SCHEMA": False,  # the document describes the record, not itself
    # How the documentation page shows the document; Swagger UI's own names.
    "SWAGGER_UI_SETTINGS": {
        "deepLinking": True,
        "docExpansion": "list",
        "filter": True,
        "defaultModelsExpandDepth": 0,  # the schemas are there, each shut
        "defaultModelExpandDepth": 2,
        "displayRequestDuration": True,
        "requestSnippetsEnabled": True,
        "showCommonExtensions": True,  # the bounds of a parameter
        "syntaxHighlight": {"theme": "nord"},
        "validatorUrl": None,  # else the address of the document goes to another server
    },
}

# Any page anywhere may read the API, and send readers' reports to it. Only the API: never the admin, and never with a
# reader's cookies.
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_CREDENTIALS = False
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS", "POST"]
CORS_ALLOW_HEADERS = ["accept", "accept-language", "content-type", "if-none-match"]
CORS_EXPOSE_HEADERS = ["Content-Disposition", "Deprecation", "ETag", "Last-Modified", "Link", "Retry-After", "Sunset"]

# --- Static files -----------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "config" / "static",
    ("guides", BASE_DIR / "docs" / "images"),  # what the guides show
]

# Development serves the files where they lie. Production serves what `collectstatic` gathered, compressed and under
# names that change with the content, so that browsers may keep them for ever.
STATIC_STORAGE = "config.assets.Assets"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else STATIC_STORAGE,
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False  # other sites have the API to read; our pages' scripts are not theirs to load

# --- Security ---------------------------------------------------------------------------------------------------------

if TLS_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked from inside, past the proxy

SECURE_HSTS_SECONDS = 0 if DEBUG else 365 * 24 * 3600  # seconds; sent with answers over TLS only
SESSION_COOKIE_SECURE = not DEBUG
CSRF_COOKIE_SECURE = not DEBUG
CSRF_FAILURE_VIEW = "register.errors.form_refused"
X_FRAME_OPTIONS = "DENY"
# These two ask that HSTS bind every name below the host and enter the browsers' built-in list. Whoever runs the project
# under a name of a larger organisation has no right to promise that for the others.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],  # the documentation page draws its icons from data: addresses
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    },
}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Bytes of a request's body. A text grows to three times its size at most when JSON (\u0111) or a form (%C4%91) spells
# its letters out; the rest is for the other fields.
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * SOURCE_MAX_BYTES + 256 * 1024
# Fields of one form. An article's page in the admin holds a row of fields for each of its findings, some hundreds.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

env.refuse_unknown()
