"""Mistakes that types must notice; nothing runs this file.

Each is marked by the kind of error it is. `make check` fails when mypy finds one of them no longer,
because the mark is then unused; test_types_are_seen.py takes the marks away and counts.
"""

import datetime as dt

from wagtail.models import Page

from assessments.marking.gradings import submit_attempt
from assessments.models import Attempt, Question, QuizPage
from certificates.models import CertificateDesign
from courses.models import CoursePage
from lms.accounts.models import User
from lms.agencies.models import Agency, PostingKind
from lms.agencies.services import revise_agency
from lms.enrolments.models import Enrolment
from lms.enrolments.services import enrol


def attribute_of_a_quiz(quiz: QuizPage) -> int:
    return quiz.passmark  # type: ignore[attr-defined]


def attribute_of_a_quiz_that_is_read(pk: int) -> int:
    return QuizPage.objects.live().get(pk=pk).passing_mark  # type: ignore[attr-defined]


def attribute_of_a_course(course: CoursePage) -> int:
    return course.credit_periods  # type: ignore[attr-defined]


def attribute_of_a_page_below(course: CoursePage) -> list[str]:
    return [page.titel for page in course.get_children().live()]  # type: ignore[attr-defined]


def attribute_of_a_row_below_a_course(course: CoursePage) -> list[str]:
    return [outcome.wording for outcome in course.outcomes.all()]  # type: ignore[attr-defined]


def attribute_of_a_design(design: CertificateDesign) -> str:
    return design.signer  # type: ignore[attr-defined]


def attribute_of_an_agency(agency: Agency) -> str:
    return agency.name  # type: ignore[attr-defined]


def attribute_of_a_question(question: Question) -> str:
    return question.bank.title  # type: ignore[attr-defined]


def nothing_where_there_may_be_nothing(quiz: QuizPage) -> dt.timedelta:
    return dt.timedelta(minutes=quiz.time_limit_minutes)  # type: ignore[arg-type]


def no_row_where_there_may_be_none(agency: Agency) -> str:
    return agency.versions.first().name  # type: ignore[union-attr]


def another_page_than_a_course(user: User, quiz: QuizPage) -> Enrolment:
    return enrol(learner=user, course=quiz)  # type: ignore[arg-type]


def another_type_than_is_returned(quiz: QuizPage) -> str:
    return quiz.pass_mark  # type: ignore[return-value]


def a_page_that_need_not_be_there(page: Page) -> Page:
    return page.get_parent()  # type: ignore[return-value]


def a_keyword_that_does_not_exist(user: User, course: CoursePage) -> Enrolment:
    return enrol(learner=user, course=course, due=None)  # type: ignore[call-arg]


def a_fact_that_does_not_exist(agency: Agency, day: dt.date) -> None:
    revise_agency(agency=agency, effective_on=day, titel="Sở")  # type: ignore[call-arg]


def a_word_that_is_none_of_the_choices(attempt: Attempt) -> None:
    submit_attempt(attempt=attempt, reason="nonsense")  # type: ignore[arg-type]


def a_choice_of_another_column(user: User, course: CoursePage) -> Enrolment:
    return enrol(learner=user, course=course, source=PostingKind.MAIN)  # type: ignore[arg-type]
