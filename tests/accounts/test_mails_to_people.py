"""Mails to one person: in their language, to their address, and none where there is no way."""

import pytest

from lms.accounts.backends import find_person
from lms.accounts.mails import WrittenMail, owe_password_link, write_mail
from lms.accounts.models import User
from tests.notifications.mails import delivered


@pytest.mark.parametrize(
    ("language", "subject"),
    [("", "Đặt mật khẩu mới"), ("vi", "Đặt mật khẩu mới"), ("en", "Choose a new password")],
)
def test_a_link_is_mailed_in_the_persons_language_vietnamese_without_one(
    cast, settings, language, subject
):
    cast.lan.language = language
    cast.lan.save()
    owe_password_link(user=cast.lan, key="link")
    (sent,) = delivered()
    assert sent.subject == subject
    assert (sent.to, sent.from_email) == (["lan@tinh.example"], settings.DEFAULT_FROM_EMAIL)
    assert f"{settings.WAGTAILADMIN_BASE_URL}/accounts/password/reset/key/" in sent.body
    assert sent.body == sent.body.strip()


def test_a_mail_names_the_site_its_address_and_the_person(cast, settings, monkeypatch):
    given = {}

    def render(name, context):
        given.update(context)
        return f" {name}\n của trang \n"

    monkeypatch.setattr("lms.accounts.mails.render_to_string", render)
    written = write_mail(user=cast.lan, template="thư", context={"việc": "học"})
    assert given == {
        "việc": "học",
        "user": cast.lan,
        "site_name": settings.SITE_NAME,
        "site_url": settings.WAGTAILADMIN_BASE_URL,
    }
    assert written == WrittenMail("thư_subject.txt của trang", "thư_message.txt\n của trang")


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": None}])
def test_a_closed_account_and_one_without_an_address_get_no_mail(cast, change):
    User.objects.filter(pk=cast.lan.pk).update(**change)
    cast.lan.refresh_from_db()
    owe_password_link(user=cast.lan, key="link")
    assert delivered() == []


@pytest.mark.parametrize("name", ["lan", " LAN ", "Lan@Tinh.Example"])
def test_a_person_is_found_by_code_or_address_in_any_case(cast, name):
    assert find_person(name) == cast.lan


@pytest.mark.parametrize("name", ["", "  ", "la", "tinh.example", "lan@"])
def test_an_empty_or_partial_name_finds_nobody(cast, name):
    User.objects.create_user("khong-thu", "Trần Văn Không", email="")
    assert find_person(name) is None
