"""Acts on a person in the CMS: asked once more, done to that person alone, and logged."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.contrib.messages import get_messages
from django.core import mail
from django.urls import reverse
from wagtail.models import ModelLogEntry

from lms.accounts.models import User
from lms.accounts.people_acts import PersonActView, ResetSecondFactorView
from tests.notifications.mails import delivered
from tests.refusals import TURNED_AWAY, asked_to_sign_in, outcome

SECRET = "JBSWY3DPEHPK3PXP"
ACTS = {
    "password-link": ("Gửi liên kết", "accounts.password_link"),
    "second-factor-reset": ("Đặt lại", "accounts.second_factor_reset"),
}


@pytest.fixture
def admin(cast, signed_in):
    return signed_in(cast.admin)


def path_of(act: str, pk: int) -> str:
    return f"/cms/users/{act}/{pk}/"


def said(response) -> list[tuple[str, str]]:
    """Return what is said after a redirect, each with its kind."""
    return [(m.level_tag, str(m)) for m in get_messages(response.wsgi_request)]


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_asked_about_with_the_name_of_the_person(admin, cast, act):
    response = admin.get(path_of(act, cast.lan.pk))
    page = response.content.decode()
    assert response.context["person"] == cast.lan
    for words in (response.context["question"], response.context["confirm_label"], "Trần Thị Lan"):
        assert str(words) in page
    assert ACTS[act][0] in page
    assert not ModelLogEntry.objects.filter(action=ACTS[act][1]).exists()


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_logged_said_to_be_done_and_leads_back_to_the_person(admin, cast, act):
    response = admin.post(path_of(act, cast.lan.pk))
    assert outcome(response) == (302, reverse("wagtailusers_users:edit", args=[cast.lan.pk]))
    ((kind, words),) = said(response)
    assert kind == "success"
    assert words
    entry = ModelLogEntry.objects.get(action=ACTS[act][1])
    assert (entry.user, entry.object_id) == (cast.admin, str(cast.lan.pk))


@pytest.mark.parametrize("act", ACTS)
def test_an_act_on_nobody_does_not_exist_and_outsiders_are_turned_away(admin, cast, signed_in, act):
    assert admin.post(path_of(act, 999_999)).status_code == 404
    path = path_of(act, cast.lan.pk)
    assert outcome(signed_in(cast.trainer).get(path)) == TURNED_AWAY
    for outsider in (cast.hung, cast.minh):
        assert outcome(signed_in(outsider).get(path)) == asked_to_sign_in(path)
    assert not ModelLogEntry.objects.filter(action=ACTS[act][1]).exists()


@pytest.mark.parametrize(
    ("change", "why"), [({"email": None}, "thư điện tử"), ({"is_active": False}, "đăng nhập")]
)
def test_a_link_that_cannot_be_sent_is_refused_with_the_reason(admin, cast, change, why):
    User.objects.filter(pk=cast.lan.pk).update(**change)
    response = admin.post(path_of("password-link", cast.lan.pk))
    assert outcome(response) == (302, reverse("wagtailusers_users:edit", args=[cast.lan.pk]))
    ((kind, words),) = said(response)
    assert kind == "error"
    assert why in words
    assert not mail.outbox
    assert not ModelLogEntry.objects.filter(action="accounts.password_link").exists()


def test_a_link_goes_to_the_person_alone(admin, cast):
    admin.post(path_of("password-link", cast.lan.pk))
    assert [message.to for message in delivered()] == [["lan@tinh.example"]]


def test_resetting_the_second_step_reaches_one_person_and_signs_out_their_devices(
    admin, cast, signed_in
):
    devices = {}
    for person in (cast.lan, cast.hung):
        TOTP.activate(person, SECRET)
        devices[person] = [signed_in(person), signed_in(person)]
        for device in devices[person]:
            assert device.get("/accounts/").status_code == 200
    admin.post(path_of("second-factor-reset", cast.lan.pk))
    assert [a.user for a in Authenticator.objects.all()] == [cast.hung]
    assert not UserSession.objects.filter(user=cast.lan).exists()
    assert [d.get("/accounts/").status_code for d in devices[cast.lan]] == [302, 302]
    assert [d.get("/accounts/").status_code for d in devices[cast.hung]] == [200, 200]


def test_a_reset_that_fails_half_way_takes_nothing_away(admin, cast, signed_in, monkeypatch):
    TOTP.activate(cast.lan, SECRET)

    def fail(*args, **kwargs):
        raise OSError("no space left")

    monkeypatch.setattr("lms.accounts.people_acts.log", fail)
    with pytest.raises(OSError, match="no space"):
        admin.post(path_of("second-factor-reset", cast.lan.pk))
    assert Authenticator.objects.filter(user=cast.lan).exists()


def test_an_act_is_refused_for_nothing_unless_it_says_so(cast):
    view = ResetSecondFactorView()
    assert view.refusal() is None
    with pytest.raises(NotImplementedError):
        PersonActView().act()
