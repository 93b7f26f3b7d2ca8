"""The devices an account is open on: this one first, and any other can be signed out."""

import datetime as dt

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from lms.accounts import sessions
from tests.cast import PASSWORD

LIST = "/accounts/sessions/"


def opened(person) -> Client:
    """Sign a person in on one more device, as far as the list of devices notices."""
    device = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    assert device.login(username=person.official_code, password=PASSWORD)
    device.get("/accounts/")
    return device


def noted(device: Client) -> UserSession:
    return UserSession.objects.get(session_key=device.session.session_key)


def shown(device: Client) -> list[int]:
    return [session.pk for session in device.get(LIST).context["page"]]


def is_in(device: Client) -> bool:
    return device.get("/accounts/").status_code == 200


def test_this_device_comes_first_then_what_was_used_last(cast):
    here, older, newer = opened(cast.lan), opened(cast.lan), opened(cast.lan)
    for minutes, device in ((30, older), (5, newer), (60, here)):
        UserSession.objects.filter(pk=noted(device).pk).update(
            last_seen_at=timezone.now() - dt.timedelta(minutes=minutes)
        )
    assert shown(here) == [noted(device).pk for device in (here, newer, older)]


def test_one_device_is_signed_out_and_the_others_stay(cast):
    here, lost, third = opened(cast.lan), opened(cast.lan), opened(cast.lan)
    response = here.post(f"{LIST}{noted(lost).pk}/end/")
    assert response["Location"] == LIST
    assert (is_in(here), is_in(lost), is_in(third)) == (True, False, True)
    again = here.post(f"{LIST}99999999/end/")
    assert again["Location"] == LIST


def test_nobody_signs_out_the_devices_of_others_nor_this_one_by_its_number(cast):
    lan, outsider = opened(cast.lan), opened(cast.phuc)
    outsider.post(f"{LIST}{noted(lan).pk}/end/")
    lan.post(f"{LIST}{noted(lan).pk}/end/")
    assert is_in(lan)
    assert noted(lan).pk not in shown(outsider)


def test_looking_at_an_address_that_ends_a_session_ends_none(cast):
    here, other = opened(cast.lan), opened(cast.lan)
    assert here.get(f"{LIST}{noted(other).pk}/end/").status_code == 405
    assert is_in(other)


def test_visitors_are_sent_to_sign_in(cast):
    device = opened(cast.lan)
    for response in (Client().get(LIST), Client().post(f"{LIST}{noted(device).pk}/end/")):
        assert response["Location"].startswith("/accounts/login/")
    assert is_in(device)


def test_what_would_not_be_let_in_any_more_is_not_listed(cast, settings):
    settings.LMS_SESSION_IDLE_MINUTES = 30
    here, idle, ended = opened(cast.lan), opened(cast.lan), opened(cast.lan)
    UserSession.objects.filter(pk=noted(idle).pk).update(
        last_seen_at=timezone.now() - dt.timedelta(minutes=36)
    )
    ended.session.delete()
    assert shown(here) == [noted(here).pk]
    assert UserSession.objects.filter(user=cast.lan).count() == 3
    assert here.get("/accounts/").context["session_count"] == 1
    settings.LMS_SESSION_IDLE_MINUTES = 0
    assert len(shown(here)) == 2


def test_sessions_from_before_a_new_password_are_not_listed(cast):
    opened(cast.lan)
    cast.lan.set_password("Mật-khẩu-rất-mới-2026")
    cast.lan.save()
    assert sessions.open_sessions(cast.lan) == []


def test_many_devices_are_read_in_pages_and_few_queries(cast, django_assert_max_num_queries):
    here = opened(cast.lan)
    for _ in range(11):
        opened(cast.lan)
    with django_assert_max_num_queries(12):
        assert len(shown(here)) == 10
    assert len(here.get(f"{LIST}?page=2").context["page"].object_list) == 2


@pytest.mark.parametrize("page", ["", "?page=2"])
def test_each_other_device_has_a_button_of_its_own_named_for_it(cast, page):
    here = opened(cast.lan)
    for _ in range(11):
        opened(cast.lan)
    text = here.get(LIST + page).content.decode()
    expected = 2 if page else 9
    assert text.count("/end/") == expected
    assert text.count('aria-label="Đăng xuất: Firefox, Windows"') == expected
