"""Mails to a person in their language, and the port by which a password link is owed to one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from lms.accounts.models import User


@dataclass(frozen=True)
class WrittenMail:
    subject: str
    body: str


def write_mail(*, user: User, template: str, context: Mapping[str, Any]) -> WrittenMail:
    """Write `<template>_subject.txt` and `<template>_message.txt` to `user` in their language."""
    with translation.override(user.language or settings.LANGUAGE_CODE):
        given = {
            **context,
            "user": user,
            "site_name": settings.SITE_NAME,
            "site_url": settings.WAGTAILADMIN_BASE_URL,
        }
        subject = render_to_string(f"{template}_subject.txt", given)
        body = render_to_string(f"{template}_message.txt", given)
    return WrittenMail(" ".join(subject.split()), body.strip())


class PasswordLinkPost(Protocol):
    """Owes `user` a link to choose a password; the same key again owes nothing more.

    The link itself is made when the mail is sent: it is stored nowhere.
    """

    def __call__(self, *, user: User, key: str) -> object: ...


_posts: list[PasswordLinkPost] = []


def register_password_link_post(post: PasswordLinkPost) -> None:
    _posts[:] = [post]


def owe_password_link(*, user: User, key: str) -> None:
    """Let the room that delivers mails owe `user` a link."""
    (post,) = _posts
    post(user=user, key=key)
