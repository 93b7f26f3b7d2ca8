"""Production, without the work whose only use is to be work: compressing files, hashing slowly."""

from lms.settings.production import *

STORAGES["staticfiles"] = {"BACKEND": "lms.web.stylesheets.OneStylesheet"}
PASSWORD_HASHERS = ["tests.browser.hashers.QuickHasher"]
