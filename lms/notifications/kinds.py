"""The kinds of mails of our own: each is registered by the room that knows what it is about."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from lms.accounts.mails import WrittenMail
from lms.accounts.models import User


@dataclass(frozen=True)
class MailKind:
    """`write` gets the person and the reference when the mail is sent.

    It changes nothing, and returns None for what need not be said any more.
    """

    name: str
    label: str | Promise
    write: Callable[[User, str], WrittenMail | None]


_kinds: dict[str, MailKind] = {}


def register_mail(kind: MailKind) -> None:
    _kinds[kind.name] = kind


def mail_kind(name: str) -> MailKind:
    """Return a kind. Raises KeyError for a name that no room has registered."""
    return _kinds[name]


def label_of(name: str) -> str:
    """Return what a kind is called; its name when no room knows it any more."""
    return str(_kinds[name].label) if name in _kinds else name


def mail_kinds() -> list[MailKind]:
    return list(_kinds.values())
