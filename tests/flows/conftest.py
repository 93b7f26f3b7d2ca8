"""A database of their own for tests whose threads commit."""

from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from assessments.models import QuizPage
from courses.models import CoursePage
from lms.enrolments.models import Enrolment
from lms.enrolments.services import enrol
from tests.assessments.makers import make_bank, make_question, make_quiz
from tests.courses.makers import add_outcome, make_competency, make_course, make_design


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Give a test its own copy of the database: what threads commit cannot be rolled back."""
    names = connection.settings_dict
    with django_db_blocker.unblock():
        # A connection that stays open keeps to the database it was opened for.
        connection.close()
        connection.creation.clone_test_db(suffix="races", verbosity=0, autoclobber=True)
        original, copy = names["NAME"], connection.creation.get_test_db_clone_settings("races")
        names["NAME"] = copy["NAME"]
        yield
        connection.close()
        names["NAME"] = original
        connection.creation.destroy_test_db(suffix="races", verbosity=0)


@pytest.fixture(autouse=True)
def _documents_are_drawn_later(settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@pytest.fixture
def quiz(cast) -> QuizPage:
    """The only activity of a course that gives a certificate and proves a competency."""
    course = make_course(cast, certificate_design=make_design())
    add_outcome(course, make_competency())
    bank = make_bank(cast.site.catalogue)
    questions = [make_question(bank, kind) for kind in ("single_choice", "true_false", "numeric")]
    return make_quiz(course, questions, attempts_allowed=None)


@pytest.fixture
def enrolment(cast, quiz) -> Enrolment:
    return enrol(learner=cast.lan, course=CoursePage.objects.get())
