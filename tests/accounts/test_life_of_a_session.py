"""When a session is noted as used, when it ends by itself, and in which language it answers."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from lms.accounts.middleware import SEEN_AT, SEEN_EVERY, LanguageMiddleware

START = 1_800_000_000
PAGE = "/accounts/"


@pytest.fixture
def clock(monkeypatch) -> list[int]:
    """Return the seconds since START as the sessions see them; the test moves them on."""
    passed = [0]
    monkeypatch.setattr("lms.accounts.middleware.time.time", lambda: START + passed[0] + 0.9)
    return passed


def seen(client: Client) -> int:
    """Return how many seconds after START the session was noted as used."""
    return client.session[SEEN_AT] - START


def test_the_first_page_notes_the_session_as_used(cast, signed_in, clock):
    client = signed_in(cast.lan)
    assert SEEN_AT not in client.session
    client.get(PAGE)
    assert seen(client) == 0
    assert UserSession.objects.get(user=cast.lan).session_key == client.session.session_key


def test_a_session_in_use_is_noted_again_after_five_minutes_and_not_before(
    cast, signed_in, clock, django_assert_num_queries
):
    assert SEEN_EVERY == 300
    client = signed_in(cast.lan)
    noted = []
    for clock[0] in (0, 1, 299, 300, 301, 601, 602):
        client.get(PAGE)
        noted.append(seen(client))
    assert noted == [0, 0, 0, 0, 301, 301, 602]


def test_being_noted_again_moves_the_moment_in_the_list_of_devices(cast, signed_in, clock):
    client = signed_in(cast.lan)
    client.get(PAGE)
    first = UserSession.objects.get(user=cast.lan).last_seen_at
    clock[0] = 300
    client.get(PAGE)
    assert UserSession.objects.get(user=cast.lan).last_seen_at == first
    clock[0] = 301
    client.get(PAGE)
    assert UserSession.objects.get(user=cast.lan).last_seen_at > first


def test_nothing_is_noted_of_visitors(db, client, clock):
    client.get("/accounts/login/")
    assert SEEN_AT not in client.session
    assert not UserSession.objects.exists()


def test_a_session_left_alone_for_longer_than_allowed_ends_with_a_word(
    cast, signed_in, clock, settings
):
    settings.LMS_SESSION_IDLE_MINUTES = 10
    client = signed_in(cast.lan)
    client.get(PAGE)
    clock[0] = 601
    response = client.get(PAGE)
    assert response.url.startswith("/accounts/login/")
    assert "_auth_user_id" not in client.session
    assert ["đăng xuất" in str(said) for said in get_messages(response.wsgi_request)] == [True]


def test_a_session_used_in_time_goes_on(cast, signed_in, clock, settings):
    settings.LMS_SESSION_IDLE_MINUTES = 10
    client = signed_in(cast.lan)
    for clock[0] in (0, 600, 1200):
        assert client.get(PAGE).status_code == 200
    assert seen(client) == 1200


def test_without_a_limit_no_pause_is_too_long(cast, signed_in, clock, settings):
    settings.LMS_SESSION_IDLE_MINUTES = 0
    client = signed_in(cast.lan)
    client.get(PAGE)
    clock[0] = 30 * 24 * 3600
    assert client.get(PAGE).status_code == 200
    assert seen(client) == clock[0]


def test_a_page_is_made_in_the_language_its_header_names(cast):
    spoken = []

    def page(request):
        spoken.append((translation.get_language(), request.LANGUAGE_CODE))
        return HttpResponse()

    for language in ("en", "vi"):
        request = RequestFactory().get("/")
        request.user = cast.lan
        cast.lan.language = language
        response = LanguageMiddleware(page)(request)
        assert response.headers["Content-Language"] == language
    assert spoken == [("en", "en"), ("vi", "vi")]


def test_a_page_that_names_its_language_itself_keeps_it(cast):
    request = RequestFactory().get("/")
    request.user = cast.lan
    made = HttpResponse(headers={"Content-Language": "en"})
    assert LanguageMiddleware(lambda _: made)(request).headers["Content-Language"] == "en"
