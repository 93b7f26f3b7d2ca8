"""The second step of signing in, and what stays shut before it is there."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client

from tests.cast import PASSWORD

SECRET = "JBSWY3DPEHPK3PXP"
ACTIVATE = "/accounts/2fa/totp/activate/"


def code_now() -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(SECRET, counter))


@pytest.fixture
def lan_with_second_factor(cast):
    TOTP.activate(cast.lan, SECRET)
    RecoveryCodes.activate(cast.lan)
    return cast.lan


def password_step(client: Client, name: str = "lan", **extra):
    return client.post("/accounts/login/", {"login": name, "password": PASSWORD, **extra})


def test_the_password_alone_does_not_sign_in_where_a_second_step_is_set_up(
    client, lan_with_second_factor
):
    assert password_step(client).url.startswith("/accounts/2fa/authenticate/")
    assert "_auth_user_id" not in client.session
    assert client.get("/accounts/").status_code == 302


def test_the_code_of_the_app_completes_signing_in(client, lan_with_second_factor):
    password_step(client, next="/my/learning/")
    assert client.get("/accounts/2fa/authenticate/").status_code == 200
    response = client.post("/accounts/2fa/authenticate/", {"code": code_now()})
    assert response.url == "/my/learning/"
    assert client.session["_auth_user_id"] == str(lan_with_second_factor.pk)


def test_a_recovery_code_works_once(lan_with_second_factor):
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    for expected in (True, False):
        client = Client()
        password_step(client)
        client.post("/accounts/2fa/authenticate/", {"code": codes[0]})
        assert ("_auth_user_id" in client.session) is expected


def test_guessing_codes_is_cut_off_after_five(client, lan_with_second_factor):
    password_step(client)
    for guess in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": f"{guess:06d}"})
    client.post("/accounts/2fa/authenticate/", {"code": code_now()})
    assert "_auth_user_id" not in client.session


def test_somebody_sets_it_up_and_receives_recovery_codes(client, cast):
    password_step(client)
    page = client.get(ACTIVATE)
    assert page.status_code == 200
    secret = page.context["form"].secret
    counter = next(iter(yield_hotp_counters_from_time()))
    response = client.post(ACTIVATE, {"code": format_hotp_value(hotp_value(secret, counter))})
    assert response.url == "/accounts/2fa/recovery-codes/"
    assert len(client.get(response.url).context["unused_codes"]) == 10
    assert client.get("/accounts/2fa/recovery-codes/download/").status_code == 200


def test_changing_protection_asks_for_the_password_again_after_a_while(cast, signed_in):
    client = signed_in(cast.lan)
    assert client.get(ACTIVATE).url.startswith("/accounts/reauthenticate/")
    assert client.get("/accounts/reauthenticate/?next=" + ACTIVATE).status_code == 200


@pytest.mark.parametrize("role", ["trainer", "minh", "admin"])
@pytest.mark.parametrize("path", ["/", "/accounts/", "/cms/", "/agency/", "/documents/1/x.pdf"])
def test_attack_5_nothing_opens_for_staff_before_the_second_factor(
    cast, signed_in, settings, role, path
):
    settings.LMS_SECOND_FACTOR_REQUIRED_FOR = "staff"
    assert signed_in(getattr(cast, role)).get(path).url == ACTIVATE


def test_attack_5_no_act_is_done_before_the_second_factor(cast, signed_in, settings):
    settings.LMS_SECOND_FACTOR_REQUIRED_FOR = "all"
    client = signed_in(cast.lan)
    assert client.post("/courses/any/enrol/").url == ACTIVATE


def test_learners_are_not_asked_where_only_staff_need_it(cast, signed_in, settings):
    settings.LMS_SECOND_FACTOR_REQUIRED_FOR = "staff"
    assert signed_in(cast.lan).get("/accounts/").status_code == 200


def test_whoever_has_it_goes_on(lan_with_second_factor, signed_in, settings):
    settings.LMS_SECOND_FACTOR_REQUIRED_FOR = "all"
    assert signed_in(lan_with_second_factor).get("/accounts/").status_code == 200


@pytest.mark.parametrize("path", ["/accounts/reauthenticate/", "/accounts/logout/", "/healthz"])
def test_setting_it_up_and_leaving_stay_open(cast, signed_in, settings, path):
    settings.LMS_SECOND_FACTOR_REQUIRED_FOR = "all"
    assert signed_in(cast.lan).get(path).status_code == 200


@pytest.mark.parametrize("path", ["/cms/login/", "/cms/login/?next=/cms/pages/"])
def test_the_door_of_the_cms_leads_to_the_one_sign_in(client, db, path):
    assert client.get(path).url.startswith("/accounts/login/?next=")
    assert client.post(path, {"username": "trainer", "password": PASSWORD}).status_code == 302


@pytest.mark.parametrize(
    "path", ["/cms/password_reset/", "/cms/password_reset/confirm/MQ/set-password/"]
)
def test_the_password_reset_of_the_cms_leads_to_the_one_reset(client, db, path):
    assert client.get(path).url == "/accounts/password/reset/"


def test_the_cms_sends_strangers_to_the_one_sign_in(client, cast):
    chain = client.get("/cms/", follow=True).redirect_chain
    assert chain[-1][0] == "/accounts/login/?next=%2Fcms%2F"


def test_who_has_no_right_to_the_cms_is_told_so_and_not_sent_in_circles(cast, signed_in):
    response = signed_in(cast.lan).get("/cms/", follow=True)
    assert response.status_code == 403
    assert "403.html" in [t.name for t in response.templates]


def test_who_is_signed_in_already_goes_through_the_door_of_the_cms(cast, signed_in):
    trainer = signed_in(cast.trainer)
    assert trainer.get("/cms/login/?next=/cms/pages/").url == "/cms/pages/"
    assert trainer.get("/cms/login/?next=//evil.example").url == "/"


def test_the_page_of_the_account_shows_whether_it_is_on(lan_with_second_factor, signed_in):
    assert signed_in(lan_with_second_factor).get("/accounts/").context["has_second_factor"]
    assert signed_in(lan_with_second_factor).get("/accounts/2fa/").status_code == 200


def test_a_session_left_alone_ends(cast, signed_in, settings):
    settings.LMS_SESSION_IDLE_MINUTES = 10
    client = signed_in(cast.lan)
    client.get("/accounts/")
    session = client.session
    session["seen_at"] = int(time.time()) - 601
    session.save()
    assert client.get("/accounts/").url.startswith("/accounts/login/")


def test_all_other_devices_are_signed_out_with_one_button(cast):
    here, there = Client(), Client()
    for device in (here, there):
        password_step(device)
        device.get("/accounts/")
    page = here.get("/accounts/sessions/")
    assert page.context["page"].paginator.count == 2
    here.post("/accounts/sessions/")
    assert here.get("/accounts/").status_code == 200
    assert there.get("/accounts/").status_code == 302
