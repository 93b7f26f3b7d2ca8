"""A course with a quiz of every kind of question, and Lan enrolled in it."""

import datetime as dt
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from assessments.models import Attempt, Question, QuestionBank, QuizPage
from assessments.question_types import QUESTION_TYPES
from assessments.taking.starting import start_attempt
from courses.models import CataloguePage, CoursePage
from lms.enrolments.models import Enrolment
from lms.enrolments.services import enrol
from lms.home.rights import (
    TRAINER_PAGE_PERMISSIONS,
    TRAINER_PERMISSIONS,
    give_group,
    give_pages,
)
from tests.assessments.makers import make_bank, make_question, make_quiz
from tests.cast import Cast, make_user
from tests.courses.makers import make_course

SECRET = "Câu hỏi của người khác"
NOW = timezone.make_aware(dt.datetime(2026, 3, 2, 8, 0))


def later(**delta: float) -> dt.datetime:
    """Return a moment after NOW."""
    return NOW + dt.timedelta(**delta)


@dataclass
class Quizzed:
    cast: Cast
    course: CoursePage
    bank: QuestionBank
    questions: list[Question]
    quiz: QuizPage
    enrolment: Enrolment

    def start(self, now: dt.datetime = NOW) -> Attempt:
        return start_attempt(
            learner=self.cast.lan, quiz=self.quiz, enrolment=self.enrolment, now=now
        )

    def start_beside(self) -> Attempt:
        """Start the attempt of somebody else at the same quiz."""
        enrolment = enrol(learner=self.cast.nga, course=self.course, now=NOW)
        return start_attempt(learner=self.cast.nga, quiz=self.quiz, enrolment=enrolment, now=NOW)

    def change(self, **rules: object) -> None:
        for name, value in rules.items():
            setattr(self.quiz, name, value)
        self.quiz.save()


@pytest.fixture
def quizzed(cast: Cast) -> Quizzed:
    course = make_course(cast)
    bank = make_bank(cast.site.catalogue)
    questions = [make_question(bank, kind, text=f"Câu {kind}?") for kind in QUESTION_TYPES]
    quiz = make_quiz(course, questions, pass_mark=70)
    enrolment = enrol(learner=cast.lan, course=course, now=NOW)
    return Quizzed(cast, course, bank, questions, quiz, enrolment)


@pytest.fixture
def others(cast, quizzed) -> Question:
    """A question of a second catalogue with trainers of its own."""
    catalogue = cast.site.home.add_child(instance=CataloguePage(title="Sở B", slug="so-b"))
    group: Group = give_group("Trainers B", TRAINER_PERMISSIONS)
    give_pages(group, catalogue, TRAINER_PAGE_PERMISSIONS)
    stranger = make_user("trainer-b", "Bùi Thị Mai")
    stranger.groups.add(group)
    return make_question(make_bank(catalogue, "bank-b"), text=SECRET)


@pytest.fixture
def trainer(cast, signed_in):
    return signed_in(cast.trainer)
