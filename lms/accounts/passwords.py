"""How strong a password must be: shorter where a second factor stands beside it."""

import unicodedata

from allauth.mfa.utils import is_mfa_enabled
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lms.accounts.models import User


def kinds_of_character(password: str) -> int:
    """Return how many of small letters, capital letters, digits and signs occur: 0 to 4."""
    kinds = set()
    for char in unicodedata.normalize("NFC", password):
        if char.islower():
            kinds.add("small")
        elif char.isupper():
            kinds.add("capital")
        elif char.isdigit():
            kinds.add("digit")
        else:
            kinds.add("sign")
    return len(kinds)


class StrengthValidator:
    """Asks for length and variety, or for less length from people with a second factor."""

    def __init__(
        self, min_length: int = 14, min_kinds: int = 4, min_length_with_second_factor: int = 8
    ) -> None:
        self.min_length = min_length
        self.min_kinds = min_kinds
        self.min_length_with_second_factor = min(min_length_with_second_factor, min_length)

    def validate(self, password: str, user: User | None = None) -> None:
        if len(password) >= self.min_length and kinds_of_character(password) >= self.min_kinds:
            return
        if user is not None and user.pk and is_mfa_enabled(user):
            if len(password) >= self.min_length_with_second_factor:
                return
            raise ValidationError(
                _("Use at least %(count)d characters."),
                code="password_too_weak",
                params={"count": self.min_length_with_second_factor},
            )
        raise ValidationError(self.get_help_text(), code="password_too_weak")

    def get_help_text(self) -> str:
        length = _("Use at least %(count)d characters.") % {"count": self.min_length}
        kinds = {
            2: _("Mix letters with digits or signs."),
            3: _("Mix three of these: small letters, capital letters, digits, signs."),
            4: _("Mix small letters, capital letters, digits and signs."),
        }.get(self.min_kinds, "")
        shorter = _("With two-step sign-in, %(count)d characters are enough.") % {
            "count": self.min_length_with_second_factor
        }
        return " ".join(part for part in (length, kinds, shorter) if part)
