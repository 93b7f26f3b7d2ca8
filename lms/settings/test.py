"""Settings of the test run: fast where speed loses nothing, otherwise as in production."""

from lms.settings.base import *

SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
CACHES = {**CACHES, "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
LMS_MAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
LMS_SECOND_FACTOR_REQUIRED_FOR = "none"
LMS_SECOND_FACTOR_KEYS = ["b25seS1mb3ItdGVzdHMtb25seS1mb3ItdGVzdHMtMzI="]
# All tests of a minute ask as the same few people.
LMS_REPORTS_PER_MINUTE = LMS_VERIFICATIONS_PER_MINUTE = 100_000
# Tests share their machine with others, and documents give way to all of them.
LMS_DOCUMENT_SECONDS = 300
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, so that `pytest --reuse-db` need not run every migration again.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
LOGGING["root"]["level"] = "ERROR"
