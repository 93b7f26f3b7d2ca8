"""Who is let in when more come than can be served: in order, and never at the cost of an exam."""

import threading
import time
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from lms.web import queue
from lms.web.admission import AdmissionMiddleware
from lms.web.queue import Door, Wait

PAGE = {"HTTP_ACCEPT": "text/html,application/xhtml+xml"}


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def door(clock) -> Door:
    return Door(places=2, line=3, clock=clock)


class Crowd:
    """People inside who stay until they are told to go, each in a thread."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self.came_in: list[str] = []
        self.leave: dict[str, threading.Event] = {}
        self.threads: list[threading.Thread] = []
        self.pause = threading.Event()

    def enter(self, name: str) -> None:
        self.leave[name] = threading.Event()

        def stay() -> None:
            with self.door.place():
                self.came_in.append(name)
                self.leave[name].wait(10)

        thread = threading.Thread(target=stay)
        thread.start()
        self.threads.append(thread)
        self._until(lambda: name in self.came_in or len(self.door._turns) >= self._waiting())

    def go(self, name: str) -> None:
        before = len(self.came_in)
        self.leave[name].set()
        self._until(lambda: len(self.came_in) > before or before == len(self.threads))

    def close(self) -> None:
        for event in self.leave.values():
            event.set()
        for thread in self.threads:
            thread.join(10)

    def _waiting(self) -> int:
        return len(self.threads) - len(self.came_in)

    def _until(self, condition) -> None:
        end = time.monotonic() + 5
        while not condition() and time.monotonic() < end:
            self.pause.wait(0.001)
        assert condition()


@pytest.fixture
def crowd(door):
    crowd = Crowd(door)
    yield crowd
    crowd.close()


def test_a_place_is_handed_on_in_the_order_of_arrival(crowd):
    for name in "abcde":
        crowd.enter(name)
    assert crowd.came_in == ["a", "b"]
    crowd.go("b")
    crowd.go("a")
    assert crowd.came_in == ["a", "b", "c", "d"]


def test_a_place_comes_free_when_the_work_failed(door):
    for _work in range(5):
        with pytest.raises(ZeroDivisionError), door.place():
            raise ZeroDivisionError
    assert door.wait_for_newcomer(1.0, has_ticket=False) is None


def test_insiders_are_asked_to_wait_only_when_the_line_is_full(door, crowd):
    for name in "abcd":
        crowd.enter(name)
    assert door.wait_for_insider() is None
    crowd.enter("e")
    assert door.wait_for_insider() == Wait(0, 2)


@pytest.fixture
def full(crowd, clock, door) -> Door:
    """Return a door where newcomers have to wait: two inside, two in the line."""
    for name in "abcd":
        crowd.enter(name)
    door.wait_for_newcomer(0.5, has_ticket=False)  # the one of this second
    return door


def test_newcomers_wait_while_there_is_no_room_and_keep_their_order(full):
    assert full.wait_for_newcomer(1.0, has_ticket=False) == Wait(0, 2)
    assert full.wait_for_newcomer(2.0, has_ticket=False) == Wait(1, 2)
    assert full.wait_for_newcomer(3.0, has_ticket=False) == Wait(2, 2)
    assert full.wait_for_newcomer(2.0, has_ticket=True) == Wait(1, 2)


def test_nobody_without_a_ticket_goes_before_those_who_wait(full, crowd):
    full.wait_for_newcomer(1.0, has_ticket=False)
    for name in "abcd":
        crowd.go(name)
    assert full.wait_for_newcomer(2.0, has_ticket=False) == Wait(1, 2)
    assert full.wait_for_newcomer(1.0, has_ticket=True) is None
    assert full.wait_for_newcomer(2.0, has_ticket=True) is None
    assert full.wait_for_newcomer(3.0, has_ticket=False) is None


def test_only_the_oldest_tickets_come_in(full, crowd, monkeypatch):
    monkeypatch.setattr(queue, "FRONT", 2)
    for moment in (1.0, 2.0, 3.0):
        full.wait_for_newcomer(moment, has_ticket=False)
    for name in "abcd":
        crowd.go(name)
    assert full.wait_for_newcomer(3.0, has_ticket=True) is not None
    assert full.wait_for_newcomer(2.0, has_ticket=True) is None
    assert full.wait_for_newcomer(3.0, has_ticket=True) is None


def test_whoever_does_not_come_back_holds_nobody_up(full, clock, crowd, monkeypatch):
    monkeypatch.setattr(queue, "FRONT", 1)
    full.wait_for_newcomer(1.0, has_ticket=False)
    full.wait_for_newcomer(2.0, has_ticket=False)
    for name in "abcd":
        crowd.go(name)
    assert full.wait_for_newcomer(2.0, has_ticket=True) is not None
    clock.now += 6.1
    assert full.wait_for_newcomer(2.0, has_ticket=True) is None


def test_one_a_second_comes_in_however_long_the_line_is(full, clock):
    assert full.wait_for_newcomer(1.0, has_ticket=True) is not None
    clock.now += 1
    assert full.wait_for_newcomer(1.0, has_ticket=True) is None
    assert full.wait_for_newcomer(2.0, has_ticket=True) is not None


def test_who_is_far_back_is_asked_to_come_back_later(full):
    waits = [full.wait_for_newcomer(float(n), has_ticket=False) for n in range(1, 2001)]
    assert [waits[n].seconds for n in (0, 63, 119, 120, 600, 1999)] == [2, 2, 3, 4, 12, 20]


def test_a_flood_of_tickets_is_not_remembered_for_ever(full, monkeypatch):
    monkeypatch.setattr(queue, "REMEMBERED", 10)
    for moment in range(1, 100):
        full.wait_for_newcomer(float(moment), has_ticket=False)
    assert len(full._tickets) == 10


class Site:
    """The middleware round a view that notes who was worked for."""

    def __init__(self) -> None:
        self.served: list[str] = []
        self.door_was_full = False
        with override_settings(LMS_WEB_PLACES=1, LMS_WEB_LINE=1):
            self.middleware = AdmissionMiddleware(self.view)

    def view(self, request: HttpRequest) -> HttpResponse:
        self.served.append(f"{request.method} {request.path}")
        return HttpResponse("in")

    def fill(self) -> None:
        """Let nobody in, as if the places were taken and the line full."""
        door: Any = self.middleware.door
        door.wait_for_insider = lambda: Wait(0, 2)
        door._has_room = lambda: False
        door._let_in_at = float("inf")

    def ask(self, path: str, method: str = "GET", cookies: dict[str, str] | None = None, **headers):
        request = RequestFactory().generic(method, path, **{**PAGE, **headers})
        request.COOKIES.update(cookies or {})
        return self.middleware(request)


@pytest.fixture
def site() -> Site:
    return Site()


def test_when_it_is_quiet_everybody_comes_in_and_gets_no_cookie(site):
    response = site.ask("/accounts/login/")
    assert (response.status_code, dict(response.cookies)) == (200, {})


def test_a_newcomer_is_told_to_wait_and_when_the_page_will_open(site):
    site.fill()
    site.ask("/")
    response = site.ask("/")
    assert response.status_code == 503
    assert (response["Retry-After"], response["Refresh"]) == ("2", "2")
    assert response["Cache-Control"] == "no-store"
    assert "Xin chờ" in response.content.decode()
    assert "Có khoảng 1 người" in response.content.decode()
    assert response.cookies["queue"]["httponly"]
    assert site.served == []


def test_the_page_speaks_the_language_of_the_browser(site):
    site.fill()
    response = site.ask("/", cookies={"django_language": "en"})
    assert "Please wait" in response.content.decode()
    assert response["Content-Language"] == "en"


def test_a_ticket_keeps_the_place_and_becomes_the_right_to_come_in(site):
    site.fill()
    first = site.ask("/").cookies["queue"].value
    second = site.ask("/").cookies["queue"].value
    assert site.ask("/", cookies={"queue": first}).cookies["queue"].value == first
    site.middleware.door._has_room = lambda: True
    entered = site.ask("/", cookies={"queue": second})
    assert entered.status_code == 200
    inside = {"queue": entered.cookies["queue"].value}
    site.fill()
    site.middleware.door.wait_for_insider = lambda: None
    assert site.ask("/accounts/password/reset/", cookies=inside).status_code == 200


@pytest.mark.parametrize("forged", ["at:1.0", "in:99999999999", "at:1.0:AAAA", "", "x"])
def test_a_forged_ticket_is_worth_nothing(site, forged, monkeypatch):
    # Within a millisecond chance decides who came first.
    monkeypatch.setattr("lms.web.admission.secrets.randbelow", lambda limit: 0)
    site.fill()
    site.middleware.door.wait_for_insider = lambda: None
    site.ask("/")
    response = site.ask("/", cookies={"queue": forged})
    assert response.status_code == 503
    assert "Có khoảng 1 người" in response.content.decode()


def test_saving_handing_in_and_health_never_wait(site):
    site.fill()
    site.middleware.door.place = None  # whoever asked for a place would fail
    for path in ("/attempts/1/answer/", "/attempts/1/submit/", "/attempts/1/"):
        assert site.ask(path, "POST").status_code == 200
    assert site.ask("/healthz").status_code == site.ask("/readyz").status_code == 200


@pytest.mark.parametrize(
    ("path", "method", "headers"),
    [
        ("/attempts/1/", "GET", {}),
        ("/attempts/1/result/", "GET", {}),
        ("/accounts/login/", "POST", {}),
        ("/media/images/a.png", "GET", {"HTTP_ACCEPT": "image/*"}),
    ],
)
def test_running_attempts_forms_and_pictures_are_never_refused(site, path, method, headers):
    site.fill()
    assert site.ask(path, method, **headers).status_code == 200


def test_who_has_to_sign_in_to_go_on_with_an_attempt_goes_before_newcomers(site):
    site.fill()
    site.middleware.door.wait_for_insider = lambda: None
    site.ask("/")
    assert site.ask("/accounts/login/?next=/courses/").status_code == 503
    assert site.ask("/accounts/login/?next=/attempts/1/").status_code == 200


def test_insiders_are_refused_pages_only_when_the_line_is_full(site):
    site.fill()
    cookies = {"sessionid": "x"}
    response = site.ask("/courses/", cookies=cookies)
    assert (response.status_code, dict(response.cookies)) == (503, {})
    site.middleware.door.wait_for_insider = lambda: None
    assert site.ask("/courses/", cookies=cookies).status_code == 200


def test_nothing_is_computed_for_somebody_the_proxy_has_sent_away(site):
    long_ago, now = f"t={time.time() - 76:.3f}", f"t={time.time() - 20:.3f}"
    assert site.ask("/", HTTP_X_REQUEST_START=long_ago).status_code == 503
    assert site.ask("/accounts/login/", "POST", HTTP_X_REQUEST_START=long_ago).status_code == 503
    assert site.served == []
    assert site.ask("/", HTTP_X_REQUEST_START=now).status_code == 200
    assert site.ask("/", HTTP_X_REQUEST_START="t=odd").status_code == 200
    assert site.ask("/attempts/1/answer/", "POST", HTTP_X_REQUEST_START=long_ago).status_code == 200


def test_the_whole_site_asks_to_wait_without_touching_the_database(
    client, monkeypatch, django_assert_num_queries, db
):
    monkeypatch.setattr(Door, "wait_for_newcomer", lambda self, arrived, has_ticket: Wait(3, 2))
    with django_assert_num_queries(0):
        response = client.get("/accounts/login/", **PAGE)
    assert response.status_code == 503
    assert "default-src 'self'" in response["Content-Security-Policy"]
