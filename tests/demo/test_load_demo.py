"""The demonstration province is made by the real services, once."""

import datetime as dt
import random
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from assessments.models import Attempt
from assessments.quizzes.rules import FIRST_RULES
from assessments.words import QuizPurpose
from certificates.models import Certificate
from courses.models import CoursePage
from lms.accounts.models import User
from lms.demo.accounts import ACCOUNTS, PASSWORD
from lms.demo.history import Persona, take_course
from lms.demo.services import load_demo
from lms.enrolments.models import Enrolment
from tests.assessments.makers import make_bank, make_question, make_quiz
from tests.courses.makers import make_course


def test_the_province_is_made_once_and_its_records_hold(db):
    load_demo(officials=6, report=lambda line: None)
    before = [m.objects.count() for m in (User, Enrolment, Attempt, Certificate)]
    load_demo(officials=6, report=lambda line: None)
    assert [m.objects.count() for m in (User, Enrolment, Attempt, Certificate)] == before
    completed = Enrolment.objects.completed()
    assert completed.exists()
    assert Certificate.objects.count() == completed.count()
    register = Certificate.objects.order_by("register_year", "register_sequence")
    assert [c.issued_on for c in register] == sorted(c.issued_on for c in register)
    for certificate in register:
        assert certificate.printed["register_number"] == certificate.register_number
        assert certificate.register_number.startswith(f"{certificate.register_sequence:04d}/")
    for account in ACCOUNTS:
        assert User.objects.get(official_code=account.code).check_password(PASSWORD)


@pytest.mark.parametrize("number", ["0", "100000"])
def test_a_senseless_number_of_officials_is_refused(number):
    with pytest.raises(CommandError, match="from 1 to 99999"):
        call_command("load_demo", "--officials", number)


@pytest.fixture
def examined(cast) -> CoursePage:
    """A course of one final quiz with the rules such a quiz begins with."""
    course = make_course(cast)
    question = make_question(make_bank(cast.site.catalogue))
    make_quiz(course, [question], **FIRST_RULES[QuizPurpose.FINAL])
    return course


class EarliestAlways(random.Random):
    """Throws the least of all days and hours, the shortest pause there can be."""

    def randint(self, a: int, b: int) -> int:
        return a


def test_whoever_fails_tries_again_as_the_quiz_allows(cast, examined) -> None:
    """Three attempts with a day between them, even where the dice give the next morning."""
    clumsy = Persona(enrols=1, finishes=1, ability=0, practises=0)
    began = timezone.localtime().replace(hour=15) - dt.timedelta(days=60)
    take_course(cast.nga, examined, clumsy, EarliestAlways(1), began)
    attempts = Attempt.objects.for_learner(cast.nga).order_by("started_at")
    starts = list(attempts.values_list("started_at", flat=True))
    assert len(starts) == 3
    assert all(after - before >= dt.timedelta(days=1) for before, after in pairwise(starts))


def test_nobody_of_the_province_has_tried_in_the_future(cast, examined) -> None:
    clumsy = Persona(enrols=1, finishes=1, ability=0, practises=0)
    began = timezone.now() - dt.timedelta(days=1)
    take_course(cast.nga, examined, clumsy, random.Random(1), began)
    assert Attempt.objects.for_learner(cast.nga).count() == 1
