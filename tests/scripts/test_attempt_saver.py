"""Answers reach the server in time, one at a time, in order and once, whatever the line does."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Run = Callable[..., Any]
Passes = Callable[[float], None]
CHOICE, TYPING = 0.1, 0.8
REPLY = 0.05
RETRY = 4
START = """async () => {
  const { Journal } = await import("/static/attempt_journal.js");
  const { PAUSE, Saver } = await import("/static/attempt_saver.js");
  const { FakeServer } = await import("/tests/fake_server.js");
  window.PAUSE = PAUSE;
  window.told = { states: [], saved: [], tokens: [], refused: [] };
  window.server = new FakeServer();
  window.journal = new Journal("A");
  window.saver = new Saver({
    url: "/answers/", sequence: 0, token: "first", journal,
    on: {
      state: (state) => told.states.push(state),
      saved: (body) => told.saved.push(body.sequence),
      token: (token) => told.tokens.push(token),
      refused: (status, body, slot) => told.refused.push([status, slot]),
    },
  });
}"""


@pytest.fixture(autouse=True)
def _saver_and_server(run: Run) -> None:
    run(START)


@pytest.fixture
def choose(run: Run) -> Callable[[str, Any], None]:
    """Return how a learner ticks an answer of a question."""
    return lambda slot, answer: run("([s, a]) => saver.add(s, a, PAUSE.choice)", [slot, answer])


@pytest.fixture
def write(run: Run) -> Callable[[str, str], None]:
    """Return how a learner has typed so far in a question."""
    return lambda slot, answer: run("([s, a]) => saver.add(s, a, PAUSE.text)", [slot, answer])


def ledger(run: Run) -> list[tuple[int, Any]]:
    return [(entry["slot"], entry["answer"]) for entry in run("server.entries")]


def sequences(run: Run) -> list[int]:
    return [message["sequence"] for message in run("server.messages")]


def kept(run: Run) -> dict[str, Any]:
    """Return the answers that the journal still holds."""
    return {slot: entry["answer"] for slot, entry in run("journal.entries()").items()}


# --- In time, in order, one at a time -----------------------------------------------------------


def test_a_choice_is_sent_a_tenth_of_a_second_after_it(run: Run, passes: Passes, choose):
    choose("1", "b")
    passes(CHOICE - 0.01)
    assert run("server.messages") == []
    passes(0.01)
    assert [message["answer"] for message in run("server.messages")] == ["b"]


def test_typing_is_sent_when_it_rests_and_not_at_every_key(run: Run, passes: Passes, write):
    for typed in ("m", "mư", "mười"):
        write("1", typed)
        passes(TYPING / 2)
    assert run("server.messages") == []
    passes(TYPING / 2)
    assert [message["answer"] for message in run("server.messages")] == ["mười"]


def test_every_answer_is_in_the_journal_before_it_is_sent(run: Run, choose):
    choose("1", "b")
    assert run("server.messages") == []
    assert kept(run) == {"1": "b"}


def test_a_saved_answer_is_told_and_no_longer_kept(run: Run, passes: Passes, choose):
    choose("1", "b")
    passes(CHOICE + REPLY)
    assert ledger(run) == [(1, "b")]
    assert run("told.saved") == [1]
    assert kept(run) == {}
    assert run("saver.idle")


def test_answers_go_one_at_a_time_in_the_order_they_were_given(run: Run, passes: Passes, choose):
    for slot in ("3", "1", "2"):
        choose(slot, "a")
    passes(CHOICE + 3 * REPLY)
    assert ledger(run) == [(3, "a"), (1, "a"), (2, "a")]
    assert sequences(run) == [1, 2, 3]
    assert run("server.mostAtOnce") == 1


def test_what_waits_in_the_journal_follows_what_was_saved(run: Run, passes: Passes, choose):
    choose("1", "a")
    choose("2", "b")
    passes(CHOICE + REPLY)
    assert run("journal.entries()") == {"2": {"answer": "b", "base": 1}}


def test_an_answer_changed_on_its_way_is_sent_after_it(run: Run, passes: Passes, choose):
    choose("1", "a")
    passes(CHOICE)
    choose("1", "b")
    passes(CHOICE + 2 * REPLY)
    assert ledger(run) == [(1, "a"), (1, "b")]
    assert kept(run) == {}


def test_what_waits_can_be_sent_at_once_and_is_there_when_that_is_done(
    run: Run, passes: Passes, write
):
    write("1", "mười")
    run("() => { window.done = false; saver.flush().then(() => (window.done = true)); }")
    passes(REPLY / 2)
    assert not run("window.done")
    passes(REPLY)
    assert run("window.done")
    assert ledger(run) == [(1, "mười")]


# --- Lost replies -------------------------------------------------------------------------------


def test_a_lost_reply_is_sent_again_as_the_same_entry(run: Run, passes: Passes, choose):
    run("() => server.faults.push('reply lost')")
    choose("1", "b")
    passes(CHOICE + REPLY)
    assert ledger(run) == [(1, "b")]
    assert kept(run) == {"1": "b"}
    passes(RETRY + REPLY)
    assert sequences(run) == [1, 1]
    assert ledger(run) == [(1, "b")]
    assert kept(run) == {}


def test_an_answer_changed_after_a_lost_reply_is_the_next_entry(run: Run, passes: Passes, choose):
    """The server may have the first one: what nobody else did is no second window."""
    run("() => server.faults.push('reply lost')")
    choose("1", "a")
    passes(CHOICE + REPLY)
    choose("1", "b")
    passes(CHOICE + 2 * REPLY)
    assert ledger(run) == [(1, "a"), (1, "b")]
    assert sequences(run) == [1, 1, 2]
    assert run("told.refused") == []


def test_other_answers_wait_for_the_one_whose_reply_was_lost(run: Run, passes: Passes, choose):
    run("() => server.faults.push('reply lost')")
    choose("1", "a")
    passes(CHOICE + REPLY)
    choose("2", "b")
    passes(CHOICE + 2 * REPLY)
    assert sequences(run) == [1, 1, 2]
    assert ledger(run) == [(1, "a"), (2, "b")]


# --- No line ------------------------------------------------------------------------------------


def test_without_a_line_answers_are_kept_and_sent_when_it_is_back(run: Run, passes: Passes, choose):
    run("() => { server.faults = ['unreachable', 'unreachable']; }")
    choose("1", "a")
    choose("2", "b")
    passes(CHOICE + REPLY)
    assert run("told.states.at(-1)") == "offline"
    assert ledger(run) == []
    assert kept(run) == {"1": "a", "2": "b"}
    run("() => { server.faults = []; window.dispatchEvent(new Event('online')); }")
    passes(2 * REPLY)
    assert ledger(run) == [(1, "a"), (2, "b")]
    assert kept(run) == {}


def test_a_line_that_is_back_unnoticed_is_found_within_four_seconds(
    run: Run, passes: Passes, choose
):
    run("() => { server.faults = ['unreachable']; }")
    choose("1", "a")
    passes(CHOICE + REPLY + RETRY - 0.01)
    assert ledger(run) == []
    passes(0.01 + REPLY)
    assert ledger(run) == [(1, "a")]


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_server_that_cannot_answer_now_is_asked_again(
    run: Run, passes: Passes, choose, status: int
):
    run("status => server.faults.push([status, {}])", status)
    choose("1", "a")
    passes(CHOICE + REPLY)
    assert run("told.states.at(-1)") == "offline"
    assert run("told.refused") == []
    passes(RETRY + REPLY)
    assert ledger(run) == [(1, "a")]


@pytest.mark.parametrize(("asked", "seconds"), [("7", 7), (None, 4), ("nonsense", 4), ("900", 60)])
def test_a_pause_that_the_server_asks_for_is_kept_and_loses_nothing(
    run: Run, passes: Passes, choose, asked: str | None, seconds: int
):
    run("asked => server.faults.push([429, {}, asked])", asked)
    choose("1", "a")
    passes(CHOICE + REPLY)
    assert run("told.states.at(-1)") == "busy"
    choose("2", "b")
    passes(seconds - CHOICE - 2 * REPLY)
    assert len(run("server.messages")) == 1
    assert kept(run) == {"1": "a", "2": "b"}
    passes(CHOICE + 5 * REPLY)
    assert ledger(run) == [(1, "a"), (2, "b")]
    assert kept(run) == {}


def test_answers_given_without_a_line_do_not_multiply_the_tries(run: Run, passes: Passes, choose):
    """An exam hall whose line comes back must not meet a storm of its own making."""
    run("() => { server.faults = Array(60).fill('unreachable'); }")
    for slot in ("1", "2", "3", "4"):
        choose(slot, "a")
        passes(1)
    before = len(run("server.messages"))
    passes(10 * (RETRY + REPLY))
    assert len(run("server.messages")) == before + 10


# --- Refusals -----------------------------------------------------------------------------------


def test_an_answer_from_another_window_stops_the_sending_and_is_told(
    run: Run, passes: Passes, choose
):
    run("() => server.save({ slot: 9, answer: 'elsewhere', sequence: 1 })")
    choose("1", "a")
    choose("2", "b")
    passes(60)
    assert run("told.refused") == [[409, "1"]]
    assert run("told.states.at(-1)") == "failed"
    assert len(run("server.messages")) == 1
    choose("3", "c")
    passes(60)
    assert len(run("server.messages")) == 1
    assert kept(run) == {"1": "a", "2": "b", "3": "c"}


def test_the_learner_may_insist_on_the_answers_of_this_window(run: Run, passes: Passes, choose):
    run("() => server.save({ slot: 9, answer: 'elsewhere', sequence: 1 })")
    choose("1", "a")
    passes(CHOICE + REPLY)
    run("() => { saver.insist(1); }")
    assert run("journal.entries()['1'].base") == 1
    passes(REPLY)
    assert ledger(run) == [(9, "elsewhere"), (1, "a")]


@pytest.mark.parametrize("status", [401, 404, 410])
def test_a_session_or_an_attempt_that_ended_stops_the_sending_and_keeps_the_answers(
    run: Run, passes: Passes, choose, status: int
):
    run("status => server.faults.push([status, {}])", status)
    choose("1", "a")
    passes(60)
    assert run("told.refused") == [[status, "1"]]
    assert len(run("server.messages")) == 1
    assert kept(run) == {"1": "a"}


@pytest.mark.parametrize("status", [400, 422])
def test_an_answer_that_cannot_be_saved_does_not_hold_up_the_others(
    run: Run, passes: Passes, choose, status: int
):
    run("status => server.faults.push([status, {}])", status)
    choose("1", "not an answer")
    choose("2", "b")
    passes(CHOICE + 2 * REPLY)
    assert run("told.refused") == [[status, "1"]]
    assert ledger(run) == [(2, "b")]
    assert kept(run) == {}


def test_a_token_that_was_renewed_is_used_and_handed_on(run: Run, passes: Passes, choose):
    run("() => server.faults.push([403, { token: 'second' }])")
    choose("1", "a")
    passes(CHOICE + 2 * REPLY)
    assert [message["token"] for message in run("server.messages")] == ["first", "second"]
    assert run("told.tokens") == ["second"]
    assert ledger(run) == [(1, "a")]


def test_a_token_that_is_refused_again_stops_the_sending(run: Run, passes: Passes, choose):
    run("() => { server.faults = Array(5).fill([403, { token: 'second' }]); }")
    choose("1", "a")
    passes(60)
    assert len(run("server.messages")) == 2
    assert run("told.refused") == [[403, "1"]]


# --- Asking -------------------------------------------------------------------------------------


def test_the_state_of_the_attempt_is_asked_for_and_silence_is_no_state(blank: Page, run: Run):
    run("() => { window.fetch = async () => new Response('{\"open\": true}'); }")
    assert run("saver.ask()") == {"open": True}
    run("() => { window.fetch = async () => new Response('{\"open\": true}', { status: 502 }); }")
    assert run("saver.ask()") is None
    run("() => { window.fetch = async () => { throw new TypeError('Failed to fetch'); }; }")
    assert run("saver.ask()") is None
