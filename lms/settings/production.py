"""Production: refuses to start half-configured, and says in one line what is missing."""

from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

from lms.settings.base import *

if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured(
        "SECRET_KEY is missing or shorter than 50 characters: set it in the environment."
    )
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS is empty: set it to the host names of this site, separated by commas."
    )

try:
    for key in LMS_SECOND_FACTOR_KEYS:
        Fernet(key)
except ValueError as error:
    raise ImproperlyConfigured(
        "SECOND_FACTOR_KEYS holds something that is no key: see deploy/environment.example."
    ) from error
if not LMS_SECOND_FACTOR_KEYS:
    raise ImproperlyConfigured(
        "SECOND_FACTOR_KEYS is missing: set it to a key, see deploy/environment.example."
    )

# Off only where TLS ends nowhere, as on a test machine.
HTTPS = env.bool("HTTPS", default=True)
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
# Probes of a balancer come without TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
