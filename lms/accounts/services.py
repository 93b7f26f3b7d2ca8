"""What is done for one person's account."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from lms.accounts.models import User


def password_link(*, user: User) -> str:
    """Return the address under which `user` chooses a new password.

    It is built from the configured address of the site, never from a request: a forged Host
    header must not reach a mail.
    """
    path = reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(user),
            "key": default_token_generator.make_token(user),
        },
    )
    return urljoin(settings.WAGTAILADMIN_BASE_URL, path)


def send_password_link(*, user: User) -> bool:
    """Mail `user` a link to choose a password; False when closed or without an address."""
    return mail_person(
        user=user,
        template="account/email/password_reset_key",
        context={
            "username": user.official_code,
            "password_reset_url": password_link(user=user),
        },
    )


def mail_person(*, user: User, template: str, context: Mapping[str, Any]) -> bool:
    """Mail `user`, in their language, `<template>_subject.txt` and `<template>_message.txt`.

    False when the account is closed or has no address. Made to be called from a task: a slow
    mail server must delay no page.
    """
    if not user.is_active or not user.email:
        return False
    with translation.override(user.language or settings.LANGUAGE_CODE):
        given = {
            **context,
            "user": user,
            "site_name": settings.SITE_NAME,
            "site_url": settings.WAGTAILADMIN_BASE_URL,
        }
        subject = render_to_string(f"{template}_subject.txt", given)
        body = render_to_string(f"{template}_message.txt", given)
    send_mail(" ".join(subject.split()), body.strip(), None, [user.email])
    return True
