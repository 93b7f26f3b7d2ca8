"""Production, without the work whose only use is to be work: compressing files, hashing slowly."""

from lms.settings.production import *

STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
}
PASSWORD_HASHERS = ["tests.browser.hashers.QuickHasher"]
