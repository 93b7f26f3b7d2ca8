"""The page of one's account, and the language one has chosen."""

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.test import Client

from lms.accounts.passwords import StrengthValidator, kinds_of_character

COOKIE = django_settings.LANGUAGE_COOKIE_NAME
SWITCH = "/language/setlang/"


def test_the_account_page_shows_the_own_data(cast, signed_in):
    page = signed_in(cast.lan).get("/accounts/").content.decode()
    assert "Trần Thị Lan" in page
    assert "Sở Khoa học và Công nghệ" in page


def test_strangers_are_asked_to_sign_in(client, cast):
    assert client.get("/accounts/").url == "/accounts/login/?next=/accounts/"


def test_the_account_page_needs_few_queries(cast, signed_in, django_assert_max_num_queries):
    client = signed_in(cast.lan)
    client.get("/accounts/")
    with django_assert_max_num_queries(14):
        client.get("/accounts/")


def test_vietnamese_is_the_language_until_somebody_chooses(client, cast):
    response = client.get("/accounts/login/", HTTP_ACCEPT_LANGUAGE="en-US,en;q=0.9")
    assert response["Content-Language"] == "vi"


def test_a_strangers_choice_is_kept_in_a_cookie(client, cast):
    response = client.post(SWITCH, {"language": "en", "next": "/accounts/login/"})
    assert response.url == "/accounts/login/"
    assert response.cookies[COOKIE]["httponly"]
    assert client.get("/accounts/login/")["Content-Language"] == "en"


def test_the_choice_is_kept_with_the_person_and_applies_on_every_device(cast, signed_in):
    signed_in(cast.lan).post(SWITCH, {"language": "en"})
    cast.lan.refresh_from_db()
    assert cast.lan.language == "en"
    assert signed_in(cast.lan).get("/accounts/")["Content-Language"] == "en"


def test_an_unknown_language_changes_nothing(client, cast):
    response = client.post(SWITCH, {"language": "../../etc"})
    assert response.status_code == 302
    assert COOKIE not in response.cookies


def test_attack_7_switching_the_language_leads_to_no_other_site(client, cast):
    for target in ("//evil.example", "https:evil.example", "/\\evil.example"):
        assert client.post(SWITCH, {"language": "en", "next": target}).url == "/"


def test_attack_58_reading_does_not_switch_the_language(client, cast):
    assert client.get(SWITCH).status_code == 405
    assert Client(enforce_csrf_checks=True).post(SWITCH, {"language": "en"}).status_code == 403


@pytest.mark.parametrize(
    ("password", "kinds"), [("abc", 1), ("aB", 2), ("aB1", 3), ("aB1-", 4), ("Ữ1-ế", 4), ("", 0)]
)
def test_kinds_of_characters_are_counted(password, kinds):
    assert kinds_of_character(password) == kinds


def test_a_short_or_uniform_password_is_refused_with_a_sentence():
    strength = StrengthValidator()
    for weak in ("Ngắn-2026", "chỉ-chữ-thường-thôi", "KHÔNG-CÓ-CHỮ-NHỎ-1"):
        with pytest.raises(ValidationError, match="14"):
            strength.validate(weak)
    strength.validate("Đủ-dài-và-đủ-4-loại")


def test_beside_a_second_factor_eight_characters_are_enough(cast):
    from allauth.mfa.totp.internal.auth import TOTP

    with pytest.raises(ValidationError):
        StrengthValidator().validate("tám-chữ!", cast.lan)
    TOTP.activate(cast.lan, "JBSWY3DPEHPK3PXP")
    StrengthValidator().validate("tám-chữ!", cast.lan)
    with pytest.raises(ValidationError, match="8"):
        StrengthValidator().validate("bảy-chữ", cast.lan)
