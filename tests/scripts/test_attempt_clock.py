"""The countdown follows the server's time, whatever the device's own clock says."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Run = Callable[..., Any]
Passes = Callable[[float], None]
START = """async (seconds) => {
  const { Clock } = await import("/static/attempt_clock.js");
  document.body.innerHTML = `
    <p data-timer><span data-timer-left>until 10:00</span></p>
    <p data-time-note data-five="five minutes" data-one="one minute"></p>`;
  window.ended = 0;
  window.timer = new Clock(seconds, () => (window.ended += 1));
}"""


@pytest.fixture
def start(run: Run) -> Callable[[float | None], None]:
    """Return how a page is opened that has so many seconds left."""
    return lambda seconds: run(START, seconds)


def shown(run: Run) -> str:
    return str(run("document.querySelector('[data-timer-left]').textContent"))


def said(run: Run) -> str:
    return str(run("document.querySelector('[data-time-note]').textContent"))


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (45 * 60, "45:00"),
        (3600, "1:00:00"),
        (3599, "59:59"),
        (10 * 3600 + 61, "10:01:01"),
        (9, "00:09"),
        (8.4, "00:09"),
    ],
)
def test_it_shows_what_the_server_says_is_left(run: Run, start, seconds: float, text: str):
    start(seconds)
    assert shown(run) == text


def test_it_counts_down(run: Run, passes: Passes, start):
    start(45 * 60)
    passes(10)
    assert shown(run) == "44:50"


@pytest.mark.parametrize("day", ["2026-03-01T09:00:00", "2026-03-03T09:00:00"])
def test_a_device_whose_clock_is_a_day_off_shows_the_same(
    blank: Page, run: Run, passes: Passes, start, day: str
):
    blank.clock.set_system_time(day)
    start(45 * 60)
    passes(10)
    assert shown(run) == "44:50"


@pytest.mark.parametrize("moment", ["2026-03-01T09:00:00", "2026-03-02T08:00:00", "2026-03-03"])
def test_a_clock_that_jumps_while_it_runs_changes_nothing(
    blank: Page, run: Run, passes: Passes, start, moment: str
):
    start(45 * 60)
    passes(10)
    blank.clock.set_system_time(moment)
    passes(10)
    assert shown(run) == "44:40"
    assert run("ended") == 0


def test_a_sleep_in_which_the_stopwatch_stood_still_is_made_up_at_the_next_reply(
    blank: Page, run: Run, passes: Passes, start
):
    start(45 * 60)
    blank.clock.set_system_time("2026-03-02T09:30:01")
    passes(1)
    run("timer.sync(45 * 60 - 1801)")
    assert shown(run) == "14:59"
    passes(1)
    assert shown(run) == "14:58"


def test_a_sleep_in_which_the_stopwatch_ran_shows_on_waking(blank: Page, run: Run, start):
    start(45 * 60)
    blank.clock.fast_forward(30 * 60 * 1000)
    assert shown(run) == "15:00"


def test_who_sleeps_past_the_end_wakes_at_zero_and_ends_once(
    blank: Page, run: Run, passes: Passes, start
):
    start(20 * 60)
    blank.clock.fast_forward(30 * 60 * 1000)
    passes(10)
    assert shown(run) == "00:00"
    assert run("ended") == 1


def test_it_ends_at_zero_and_once(run: Run, passes: Passes, start):
    start(10)
    passes(9.4)
    assert run("ended") == 0
    passes(0.6)
    assert (shown(run), run("ended")) == ("00:00", 1)
    passes(60)
    assert (shown(run), run("ended")) == ("00:00", 1)


def test_a_reply_that_finds_no_time_left_ends_nothing_twice(run: Run, passes: Passes, start):
    """The last answers are saved at the end itself, and their replies say that nothing is left."""
    start(10)
    passes(10)
    run("() => { timer.sync(0); timer.sync(0); }")
    passes(10)
    assert run("ended") == 1


def test_time_that_the_server_adds_counts_and_ends_too(run: Run, passes: Passes, start):
    start(10)
    passes(10)
    run("timer.sync(5)")
    assert shown(run) == "00:05"
    passes(4)
    assert run("ended") == 1
    passes(1)
    assert run("ended") == 2


def test_a_page_that_opens_when_time_is_up_ends_at_once(run: Run, start):
    start(0)
    assert (shown(run), run("ended")) == ("00:00", 1)


def test_an_attempt_without_a_limit_shows_no_time_and_never_ends(run: Run, passes: Passes, start):
    start(None)
    passes(3600)
    assert not run("timer.runs")
    assert shown(run) == "until 10:00"
    assert run("ended") == 0


def test_the_last_five_minutes_stand_out_and_are_said_and_so_is_the_last(
    run: Run, passes: Passes, start
):
    def is_low() -> Any:
        return run("document.querySelector('[data-timer]').classList.contains('is-low')")

    start(302)
    passes(1)
    assert (is_low(), said(run)) == (False, "")
    passes(1)
    assert (is_low(), said(run)) == (True, "five minutes")
    passes(240)
    assert said(run) == "one minute"
    run("timer.sync(600)")
    assert not is_low()
