"""What is changed of signing in is still what allauth lacks a setting for."""

from types import SimpleNamespace
from unittest.mock import MagicMock

import pytest
from allauth.account import forms as account_forms
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.core.context import request_context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.totp.internal import auth as totp_auth
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core import mail
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from lms.accounts.adapter import AccountAdapter
from lms.accounts.backends import RegisterBackend
from lms.accounts.hashers import PasswordHasher
from tests.cms.installed import original, unchanged


@pytest.fixture
def request_of_lan(cast, signed_in):
    """Give a request of somebody who signed in with a password a moment ago."""
    request = RequestFactory().get("/accounts/")
    request.user, request.session = cast.lan, signed_in(cast.lan).session
    record_authentication(request, cast.lan, "password", username="lan")
    return request


def queries_of(backend: AuthenticationBackend) -> int:
    with CaptureQueriesContext(connection) as queries:
        backend.authenticate(None, username="nobody", password="x" * 20)
    return len(queries)


def test_allauth_looks_an_unknown_name_up_more_than_once(db):
    assert queries_of(RegisterBackend()) == 1
    assert queries_of(AuthenticationBackend()) > 1


def test_allauth_counts_failures_by_what_was_typed(cast, request_of_lan):
    def keys(adapter: DefaultAccountAdapter) -> set[str]:
        typed = ({"username": "lan"}, {"email": cast.lan.email})
        return {adapter._get_login_attempts_cache_key(request_of_lan, **each) for each in typed}

    assert len(keys(AccountAdapter())) == 1
    assert len(keys(DefaultAccountAdapter())) == 2


def test_allauth_asks_for_the_password_right_after_signing_in(request_of_lan, monkeypatch):
    with request_context(request_of_lan):
        assert not is_reauthentication_required(request_of_lan, app="allauth.mfa")
        monkeypatch.setattr(
            "allauth.account.internal.flows.reauthentication.get_adapter", DefaultAccountAdapter
        )
        assert is_reauthentication_required(request_of_lan, app="allauth.mfa")


def test_allauth_lets_strangers_sign_up(request_of_lan):
    assert DefaultAccountAdapter().is_open_for_signup(request_of_lan)


def test_the_library_sends_mails_while_the_page_waits(cast, request_of_lan, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with request_context(request_of_lan):
        DefaultAccountAdapter().send_mail(
            "account/email/password_changed", "lan@tinh.example", {"user": cast.lan}
        )
    assert len(mail.outbox) == 1


def test_allauth_looks_for_an_address_while_the_page_waits(db):
    form = account_forms.ResetPasswordForm({"email": "khongco@tinh.example"})
    with CaptureQueriesContext(connection) as queries:
        assert form.is_valid()
    assert len(queries) > 0


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (account_forms.LoginForm, "password"),
        (account_forms.ResetPasswordForm, "email"),
        (account_forms.ChangePasswordForm, "password1"),
        (mfa_forms.AuthenticateForm, "code"),
        (totp_forms.ActivateTOTPForm, "code"),
    ],
)
def test_allauth_repeats_labels_as_placeholders(form, field):
    assert form.base_fields[field].widget.attrs["placeholder"]


def test_allauth_keeps_limits_in_the_cache(request_of_lan, monkeypatch):
    library = unchanged("allauth.core.internal.ratelimit")
    kept = MagicMock(wraps=library.cache)
    monkeypatch.setattr(library, "cache", kept)
    request_of_lan.method = "POST"
    library.consume(request_of_lan, app="allauth.account", action="login_failed", key="lan")
    assert kept.set.called


def test_allauth_remembers_used_codes_in_the_cache(monkeypatch):
    kept = MagicMock(wraps=totp_auth.cache)
    monkeypatch.setattr(totp_auth, "cache", kept)
    mark = original("allauth.mfa.totp.internal.auth", "TOTP._mark_code_used")
    assert mark(SimpleNamespace(_get_used_cache_key="{}".format), "123456")
    assert kept.add.called


def test_django_asks_more_of_argon2_than_owasp():
    assert Argon2PasswordHasher.memory_cost > PasswordHasher.memory_cost


def test_allauth_keeps_secrets_of_second_factors_as_they_are() -> None:
    assert DefaultMFAAdapter().encrypt("secret") == "secret"
