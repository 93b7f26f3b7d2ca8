"""Secrets of the second factor: in the database and its backups only encrypted.

Whoever has the secret of an authenticator app makes its codes. The keys come from the environment:
the first encrypts, all of them decrypt, so that a new one can be put before the old.
"""

import secrets
from collections.abc import Callable
from typing import Any

import structlog
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

logger = structlog.get_logger(__name__)

# Before what is encrypted: no secret of allauth's own begins so.
MARK = "fernet:"


def cipher() -> MultiFernet:
    if not settings.LMS_SECOND_FACTOR_KEYS:
        raise ImproperlyConfigured("SECOND_FACTOR_KEYS is missing: set it in the environment.")
    return MultiFernet([Fernet(key) for key in settings.LMS_SECOND_FACTOR_KEYS])


def encrypted(text: str) -> str:
    return MARK + cipher().encrypt(text.encode()).decode()


def decrypted(stored: str) -> str:
    """Return the secret; as it is, where the version before has written it.

    Raises `InvalidToken` when none of the keys fits.
    """
    if not stored.startswith(MARK):
        return stored
    return cipher().decrypt(stored.removeprefix(MARK).encode()).decode()


class MFAAdapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return encrypted(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret; where its key is lost, one that no code ever fits."""
        try:
            return decrypted(encrypted_text)
        except InvalidToken:
            logger.error("second_factor_key_missing")
            # Hexadecimal in a form that is base32 as well: allauth reads either.
            return secrets.token_hex(40).translate(str.maketrans("0189", "2345"))


def change_secrets(data: dict[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    """Return what allauth keeps of an authenticator, with each of its secrets changed."""
    changed = dict(data)
    for name in ("secret", "seed"):
        if name in changed:
            changed[name] = change(changed[name])
    if "migrated_codes" in changed:
        changed["migrated_codes"] = [change(code) for code in changed["migrated_codes"]]
    return changed


def encrypt_anew(*, remove_unreadable: bool = False) -> tuple[int, int]:
    """Encrypt every secret with the first key; return how many, and how many no key opens.

    Those are left as they are, or removed: their owners set two-step sign-in up again.
    """
    done = unreadable = 0
    for pk in list(Authenticator.objects.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=pk).first()
            if row is None:
                continue
            try:
                row.data = change_secrets(row.data, lambda text: encrypted(decrypted(text)))
            except InvalidToken:
                unreadable += 1
                if remove_unreadable:
                    logger.warning("second_factor_removed", user_id=row.user_id)
                    row.delete()
            else:
                row.save(update_fields=["data"])
                done += 1
    return done, unreadable
