"""The journal keeps what the server has not confirmed, on this device, for one attempt."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Run = Callable[..., Any]
OPEN = """async (attempt) => {
  const { Journal } = await import("/static/attempt_journal.js");
  window.journal = new Journal(attempt);
}"""


@pytest.fixture(autouse=True)
def _journal_of_an_attempt(run: Run) -> None:
    run(OPEN, "A")


def entries(run: Run) -> dict[str, Any]:
    return dict(run("journal.entries()"))


def test_what_was_put_is_there_with_the_entry_it_follows(run: Run):
    run("journal.put('1', 'b', 4)")
    run("journal.put('2', ['x', 'y'], 4)")
    assert entries(run) == {
        "1": {"answer": "b", "base": 4},
        "2": {"answer": ["x", "y"], "base": 4},
    }


def test_the_newest_answer_of_a_question_counts(run: Run):
    run("journal.put('1', 'b', 4)")
    run("journal.put('1', 'c', 5)")
    assert entries(run) == {"1": {"answer": "c", "base": 5}}


def test_it_survives_a_reload_of_the_page(blank: Page, run: Run):
    run("journal.put('1', 'b', 4)")
    blank.reload()
    run(OPEN, "A")
    assert entries(run) == {"1": {"answer": "b", "base": 4}}


def test_it_belongs_to_its_attempt(run: Run):
    run("journal.put('1', 'b', 4)")
    run(OPEN, "B")
    assert entries(run) == {}
    run("journal.put('1', 'c', 0)")
    run("journal.clear()")
    run(OPEN, "A")
    assert entries(run) == {"1": {"answer": "b", "base": 4}}


def test_a_saved_answer_is_forgotten_and_no_other(run: Run):
    run("journal.put('1', ['a', 'b'], 4)")
    run("journal.put('2', 'x', 4)")
    run("journal.remove('1', ['a', 'b'])")
    assert entries(run) == {"2": {"answer": "x", "base": 4}}


def test_an_answer_that_was_changed_since_is_kept(run: Run):
    run("journal.put('1', 'c', 4)")
    run("journal.remove('1', 'b')")
    assert entries(run) == {"1": {"answer": "c", "base": 4}}


def test_an_answer_that_was_taken_back_is_kept_as_well(run: Run):
    run("journal.put('1', null, 4)")
    run("journal.remove('1', 'b')")
    assert entries(run) == {"1": {"answer": None, "base": 4}}


def test_after_a_save_every_entry_follows_the_new_one(run: Run):
    run("journal.put('1', 'b', 4)")
    run("journal.put('2', 'x', 4)")
    run("journal.rebase(7)")
    assert {entry["base"] for entry in entries(run).values()} == {7}


def test_an_empty_journal_leaves_nothing_on_the_device(run: Run):
    run("journal.put('1', 'b', 4)")
    run("journal.remove('1', 'b')")
    assert run("localStorage.length") == 0
    run("journal.put('1', 'b', 4)")
    run("journal.clear()")
    assert run("localStorage.length") == 0


def test_a_device_that_keeps_nothing_stops_nobody(run: Run):
    run("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    run("journal.put('1', 'b', 4)")
    assert entries(run) == {}


def test_what_somebody_else_wrote_there_is_no_journal(run: Run):
    run("localStorage.setItem('attempt:A', '{broken')")
    assert entries(run) == {}
    run("journal.put('1', 'b', 4)")
    assert entries(run) == {"1": {"answer": "b", "base": 4}}
