"""The gate of the manager's pages: what a view behind it is given, and who never reaches it."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from lms.my_agency.gate import for_managers, log_access, not_too_often


def asked_by(user: Any) -> HttpRequest:
    request = RequestFactory().get("/agency/so-a/x/")
    request.user = user
    return request


@for_managers
def shown(request: HttpRequest, **given: Any) -> HttpResponse:
    """Say what was handed over."""
    agencies = sorted(agency.code for agency in given.pop("visible").agencies())
    return HttpResponse(f"{given.pop('agency').code} of {','.join(agencies)} with {given}")


@not_too_often
def counted(request: HttpRequest, **given: Any) -> HttpResponse:
    return HttpResponse(str(given))


def test_a_view_is_given_the_agency_all_that_is_visible_and_the_rest_of_its_address(cast):
    response = shown(asked_by(cast.minh), code="tt-a", number=7)
    assert response.content.decode() == "tt-a of so-a,tt-a with {'number': 7}"
    assert "no-store" in response["Cache-Control"]
    assert shown.__doc__ == "Say what was handed over."


@pytest.mark.parametrize(("who", "code"), [("phuc", "so-a"), ("minh", "so-b"), ("lan", "so-a")])
def test_the_outsider_finds_nothing(cast, who, code):
    with pytest.raises(Http404):
        shown(asked_by(getattr(cast, who)), code=code)


def test_who_has_not_signed_in_is_asked_to(cast):
    response = shown(asked_by(AnonymousUser()), code="so-a")
    assert (response.status_code, response["Location"].partition("?")[0]) == (
        302,
        "/accounts/login/",
    )


def test_a_view_is_reached_as_often_as_is_allowed_by_each_person(cast, settings):
    settings.LMS_REPORTS_PER_MINUTE = 2
    answers = [counted(asked_by(cast.minh), code="so-a") for _time in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[0].content.decode() == "{'code': 'so-a'}"
    assert counted(asked_by(cast.phuc), code="so-b").status_code == 200


def test_what_is_recorded_of_a_look_are_codes_and_numbers(cast, monkeypatch):
    written: list[Any] = []
    monkeypatch.setattr(
        "lms.my_agency.gate.logger.info", lambda event, **fields: written.append((event, fields))
    )
    log_access(asked_by(cast.minh), cast.science, "people", format="csv")
    assert written == [
        (
            "agency_records_read",
            {"what": "people", "agency": "so-a", "user_id": cast.minh.pk, "format": "csv"},
        )
    ]
