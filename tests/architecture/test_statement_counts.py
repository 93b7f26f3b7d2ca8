"""How many statements what everybody does takes, once a process knows what it may keep."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.enrolments.services import enrol
from tests.assessments.makers import make_bank, make_question, make_quiz
from tests.courses.makers import make_course
from tests.held import hold


@pytest.fixture(autouse=True)
def _as_in_production(monkeypatch, settings) -> None:
    hold(monkeypatch)
    settings.LMS_SECOND_FACTOR_REQUIRED_FOR = "staff"


@pytest.fixture
def lan(cast, signed_in):
    return signed_in(cast.lan)


def statements(ask) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert ask().status_code == 200
    return [query["sql"] for query in captured]


def test_saving_one_answer(cast, lan):
    course = make_course(cast)
    bank = make_bank(cast.site.catalogue)
    quiz = make_quiz(course, [make_question(bank) for _number in range(3)])
    enrol(learner=cast.lan, course=course)
    attempt = lan.post(f"/quizzes/{quiz.pk}/start/").url

    def save(sequence: int):
        message = {"slot": sequence, "answer": "00000001", "sequence": sequence}
        return lan.post(f"{attempt}answer/", json.dumps(message), content_type="application/json")

    save(1)
    taken = statements(lambda: save(2))
    # Session, person, attempt; then with a savepoint for the test's own transaction:
    # attempt under lock, question, entry, end of the ledger.
    assert len(taken) == 9, "\n".join(taken)


def test_the_front_page_of_a_learner(cast, lan):
    enrol(learner=cast.lan, course=make_course(cast))
    lan.get("/")
    taken = statements(lambda: lan.get("/"))
    assert len(taken) == 14, "\n".join(taken)
