"""Mails of the CMS in the language of whoever reads them."""

from typing import Any

from django.conf import settings


def write_in_the_readers_language() -> None:
    """Let a person's one language (`User.language`) hold in the CMS and its mails, too.

    For those who chose none in the CMS, Wagtail takes the language of the moment: that of whoever
    causes the mail.
    """
    from wagtail.users.models import UserProfile

    UserProfile.get_preferred_language = language_of


def language_of(profile: Any) -> str:
    return str(profile.user.language or settings.LANGUAGE_CODE)
