"""Signing in, signing out, forgotten passwords."""

import html
import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from lms.accounts.models import User
from tests.cast import PASSWORD
from tests.held import hold
from tests.notifications.mails import delivered

LOGIN = "/accounts/login/"
NEW_PASSWORD = "Mật-khẩu-rất-mới-2026"


def sign_in(client: Client, name: str, password: str = PASSWORD, **extra):
    return client.post(LOGIN, {"login": name, "password": password, **extra})


def link_in(message) -> str:
    (path,) = re.findall(r"http://127\.0\.0\.1:8000(/accounts/\S+)", message.body)
    return path


@pytest.mark.parametrize("name", ["lan", "LAN", " lan ", "lan@tinh.example", "Lan@Tinh.Example"])
def test_people_sign_in_by_code_or_address_in_any_case(client, cast, name):
    response = sign_in(client, name)
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(cast.lan.pk)


def test_an_address_entered_in_capitals_is_kept_in_small_letters(db):
    user = User.objects.create_user("cap", "Trần Văn Cáp", email="Cap@TINH.example")
    assert user.email == "cap@tinh.example"


def test_nobody_can_sign_up(client, cast):
    response = client.post(
        "/accounts/signup/",
        {"email": "x@tinh.example", "username": "x", "password1": NEW_PASSWORD},
    )
    assert response.status_code == 200
    assert not User.objects.filter(official_code="x").exists()


def test_attack_1_a_wrong_password_and_an_unknown_name_get_the_same_answer(client, cast):
    known, by_mail, unknown, closed = (
        re.sub(r'value="[^"]*"', "", sign_in(client, name, "sai-mật-khẩu").content.decode())
        for name in ("lan", "lan@tinh.example", "khong-co", "khong-co@tinh.example")
    )
    assert known == by_mail == unknown == closed


def test_attack_1_an_unknown_name_costs_as_many_hashes_as_a_wrong_password(
    client, cast, settings, monkeypatch
):
    settings.ACCOUNT_RATE_LIMITS = False
    hashed = []
    encode = MD5PasswordHasher.encode

    def counted(self, password, salt):
        hashed.append(salt)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)

    def hashes(name: str) -> int:
        hashed.clear()
        sign_in(client, name, "sai-mật-khẩu")
        return len(hashed)

    names = ("lan", "lan@tinh.example", "khong-co", "khong-co@tinh.example")
    assert [hashes(name) for name in names] == [1, 1, 1, 1]


def test_attack_1_asking_for_a_link_answers_the_same_for_every_address(client, cast):
    answers = [
        client.post("/accounts/password/reset/", {"email": email})
        for email in ("lan@tinh.example", "khong-co@tinh.example")
    ]
    assert [a.status_code for a in answers] == [302, 302]
    assert answers[0].url == answers[1].url
    assert [m.to for m in delivered()] == [["lan@tinh.example"]]


def test_attack_3_a_closed_account_loses_its_live_session_at_once(cast, signed_in):
    client = signed_in(cast.lan)
    assert client.get("/accounts/").status_code == 200
    User.objects.filter(pk=cast.lan.pk).update(is_active=False)
    assert client.get("/accounts/").status_code == 302


def test_a_closed_account_cannot_sign_in_and_is_told_so_only_with_the_right_password(client, cast):
    User.objects.filter(pk=cast.lan.pk).update(is_active=False)
    assert sign_in(client, "lan", "sai").status_code == 200
    assert sign_in(client, "lan").url == reverse("account_inactive")
    assert "_auth_user_id" not in client.session


def test_attack_4_a_personal_page_is_kept_in_no_cache(cast, signed_in):
    response = signed_in(cast.lan).get("/accounts/")
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]


def test_attack_4_after_signing_out_the_page_asks_to_sign_in_again(cast, signed_in):
    client = signed_in(cast.lan)
    client.get("/accounts/")
    client.post("/accounts/logout/")
    assert client.get("/accounts/").url.startswith(LOGIN)


def test_signing_out_needs_a_post(cast, signed_in):
    client = signed_in(cast.lan)
    assert client.get("/accounts/logout/").status_code == 200
    assert "_auth_user_id" in client.session


def test_attack_6_signing_in_gives_the_session_a_new_name(client, cast):
    session = client.session
    session["left"] = "behind"
    session.save()
    client.cookies["sessionid"] = session.session_key
    sign_in(client, "lan")
    assert client.session.session_key != session.session_key


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "/\\evil.example",
        "https:evil.example",
        "https://evil.example/",
        "http:///evil.example",
        "\t//evil.example",
        "/\n/evil.example",
        "javascript:alert(1)",
        "///evil.example",
        "\\\\evil.example",
    ],
)
def test_attack_7_signing_in_leads_to_no_other_site(client, cast, target):
    response = sign_in(client, "lan", next=target)
    assert response.status_code == 302
    assert response.url == "/"


def test_signing_in_leads_back_to_where_one_was(client, cast):
    assert sign_in(client, "lan", next="/my/learning/?page=2").url == "/my/learning/?page=2"


def test_attack_8_a_forged_host_is_refused_and_reaches_no_mail(client, cast, settings):
    refused = client.post(
        "/accounts/password/reset/", {"email": "lan@tinh.example"}, HTTP_HOST="evil.example"
    )
    assert refused.status_code == 400
    client.post(
        "/accounts/password/reset/",
        {"email": "lan@tinh.example"},
        HTTP_HOST="localhost",
        HTTP_X_FORWARDED_HOST="evil.example",
    )
    assert len(delivered()) == 1
    assert settings.WAGTAILADMIN_BASE_URL in delivered()[0].body
    assert "evil" not in delivered()[0].body


def test_a_forgotten_password_is_set_anew_by_mail(client, cast):
    client.post("/accounts/password/reset/", {"email": "LAN@tinh.example"})
    path = link_in(delivered()[0])
    form = client.get(path, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert sign_in(Client(), "lan").status_code == 200
    assert sign_in(Client(), "lan", NEW_PASSWORD).status_code == 302


def test_a_link_works_once(client, cast):
    client.post("/accounts/password/reset/", {"email": "lan@tinh.example"})
    path = link_in(delivered()[0])
    form = client.get(path, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    again = Client().get(path)
    assert again.status_code == 200
    assert again.context["token_fail"]


def test_an_address_somebody_had_earlier_opens_nothing(client, cast):
    EmailAddress.objects.create(user=cast.lan, email="cu@tinh.example", verified=True, primary=True)
    assert sign_in(client, "cu@tinh.example").status_code == 200
    client.post("/accounts/password/reset/", {"email": "cu@tinh.example"})
    assert not delivered()


def test_a_closed_account_receives_no_link(client, cast):
    User.objects.filter(pk=cast.lan.pk).update(is_active=False)
    client.post("/accounts/password/reset/", {"email": "lan@tinh.example"})
    assert not delivered()


def test_attack_58_the_sign_in_form_is_protected_and_a_stale_one_says_what_to_do(cast):
    response = sign_in(Client(enforce_csrf_checks=True), "lan")
    assert response.status_code == 403
    assert "403_csrf.html" in [t.name for t in response.templates]


@pytest.mark.parametrize(
    "path", ["/accounts/email/", "/accounts/confirm-email/", "/accounts/confirm-email/abc/"]
)
def test_the_pages_for_managing_addresses_stay_shut(cast, signed_in, path):
    assert signed_in(cast.lan).get(path).url == "/accounts/"


def test_permissions_come_from_groups_alone(cast, django_assert_num_queries, monkeypatch):
    hold(monkeypatch)
    permission = Permission.objects.get(codename="access_admin")
    cast.lan.user_permissions.add(permission)
    assert not cast.lan.has_perm("wagtailadmin.access_admin")
    with django_assert_num_queries(0):
        assert not cast.nga.has_perm("wagtailadmin.access_admin")
    with django_assert_num_queries(1):
        assert cast.trainer.has_perm("wagtailadmin.access_admin")


@pytest.mark.parametrize("path", ["/courses/?topic=x&page=2", "/verify/", "/courses/no-such-page/"])
def test_the_sign_in_of_a_page_leads_back_to_it(cast, path):
    client = Client()
    link = re.search(r'href="(/accounts/login/\?next=[^"]+)"', client.get(path).content.decode())
    assert link is not None
    page = client.get(html.unescape(link[1])).content.decode()
    form = page.partition(f'action="{LOGIN}"')[2]
    kept = re.search(r'name="next" value="([^"]+)"', form)
    assert kept is not None
    assert sign_in(client, "lan", next=html.unescape(kept[1])).url == path


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/accounts/password/reset/"])
def test_from_the_front_page_and_account_pages_one_comes_to_the_front_page(db, path):
    assert "login/?next=" not in Client().get(path).content.decode()


def test_a_wrong_password_says_so_and_does_not_send_people_to_look_for_marks(client, cast):
    page = sign_in(client, "lan", "sai-mật-khẩu").content.decode()
    assert "Chưa được chấp nhận" in page
    assert "Vui lòng sửa những chỗ được đánh dấu" not in page
    assert 'aria-invalid="true"' not in page
    empty = sign_in(client, "lan", "").content.decode()
    assert "Vui lòng sửa những chỗ được đánh dấu" in empty
    assert empty.count('aria-invalid="true"') == 1


FIRST_FIELDS = {LOGIN: "id_login", "/accounts/password/reset/": "id_email"}


@pytest.mark.parametrize("address", FIRST_FIELDS)
def test_typing_begins_in_the_first_field(client, cast, address):
    page = client.get(address).content.decode()
    (focused,) = re.findall(r"<input[^>]*\sautofocus[^>]*>", page)
    assert f'id="{FIRST_FIELDS[address]}"' in focused


def test_each_way_to_a_new_password_is_named_once(client, cast):
    page = client.get(LOGIN).content.decode()
    assert page.count('href="/accounts/password/reset/"') == 1


def test_after_a_mistake_the_summary_has_the_focus_and_no_field(client, cast):
    assert "autofocus" not in sign_in(client, "lan", "sai-mật-khẩu").content.decode()


def test_a_password_has_a_button_that_shows_it_where_scripts_run(client, cast):
    page = client.get(LOGIN).content.decode()
    (button,) = re.findall(r"<button[^>]*data-show-password[^>]*>", page)
    assert 'aria-controls="id_password"' in button
    assert " hidden" in button
    assert 'type="button"' in button
    assert "js/passwords.js" in page
