"""A developer's machine and the demonstration: nothing to configure, never for the open network."""

from lms.settings.base import *

SECRET_KEY = SECRET_KEY or "development-only-key-that-protects-nothing"
DEBUG = env.bool("DEBUG", default=True)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver", *ALLOWED_HOSTS]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# As the key above: it protects nothing.
LMS_SECOND_FACTOR_KEYS = LMS_SECOND_FACTOR_KEYS or ["ZGV2ZWxvcG1lbnQtb25seS1kZXZlbG9wbWVudC0wMzI="]
LMS_SECOND_FACTOR_REQUIRED_FOR = env.str("SECOND_FACTOR_REQUIRED_FOR", default="none")
# Django's own lines, as developers know them.
LOGGING = {}
