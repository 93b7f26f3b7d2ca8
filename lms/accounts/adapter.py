"""Sign-in rules that differ from allauth's own."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lms.accounts.backends import find_person
from lms.accounts.events import record_event, record_failure
from lms.accounts.language import keep_what_was_chosen_before
from lms.accounts.limits import is_locked
from lms.accounts.models import EventKind, User
from lms.web.throttle import client_address

WRONG_SIGN_IN = _("The sign-in name or the password is not right. Check both and try again.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        # One text for every reason: it must not tell whether the account exists.
        "email_password_mismatch": WRONG_SIGN_IN,
        "username_password_mismatch": WRONG_SIGN_IN,
        "too_many_login_attempts": _(
            "Too many failed attempts. Wait 15 minutes, then try again or reset your password."
        ),
        "incorrect_code": _("This code is not right. Enter the newest code your app shows."),
        "incorrect_password": _("This password is not right. Try again."),
        "enter_current_password": _("This is not your present password. Type it again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People come from the personnel register; nobody signs up."""
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        record_event(EventKind.SIGN_IN, account=user, actor=user)
        keep_what_was_chosen_before(request, user)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address limits count by and devices are listed with; refuse without one."""
        return client_address(request) or super().get_client_ip(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        site = {"site_name": settings.SITE_NAME, "site_url": settings.WAGTAILADMIN_BASE_URL}
        super().send_mail(template_prefix, email, {**site, **context})

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note whose account it was, if there is one, and that it is locked from now on."""
        super().authentication_failed(request, **credentials)
        person = find_person(credentials.get("email") or credentials.get("username") or "")
        record_failure(request, EventKind.SIGN_IN_FAILED, person)
        key = self._get_login_attempts_cache_key(request, **credentials)
        if is_locked(request, key) and person is not None:
            record_event(EventKind.LOCKED, account=person)

    def set_password(self, user: User, password: str) -> None:
        super().set_password(user, password)
        record_event(EventKind.PASSWORD_CHANGED, account=user)

    def send_notification_mail(self, template_prefix: str, user: User, **kwargs: Any) -> None:
        """Note a change of two-step sign-in, of which the person is told here."""
        if template_prefix.startswith("mfa/email/"):
            detail = template_prefix.removeprefix("mfa/email/")
            record_event(EventKind.SECOND_FACTOR_CHANGED, account=user, detail=detail)
        super().send_notification_mail(template_prefix, user, **kwargs)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Do not ask for the password twice within the few minutes after signing in."""
        if not super().is_reauthentication_required(app=app, **kwargs):
            return False
        request = context.request
        records = get_authentication_records(request, request.user)
        return not any(time.time() - r["at"] < REAUTHENTICATION_TIMEOUT for r in records)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count failures by person: code and e-mail address of one person share one counter."""
        name = credentials.get("email") or credentials.get("username") or ""
        person = find_person(name)
        return f"person:{person.pk}" if person else f"name:{name.strip().lower()}"


def display_name(user: User) -> str:
    return user.full_name
