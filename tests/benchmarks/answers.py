"""Answers saved a second by the service, beside single inserts a second of the bare database."""

import datetime as dt
import itertools
import random

from django.db import transaction
from django.utils import timezone

from assessments.attempts.saving import save_answer
from assessments.marking.gradings import submit_attempt
from assessments.models import AnswerEvent, QuestionVersion, QuizPage
from assessments.taking.starting import start_attempt
from courses.models import CoursePage
from courses.models.course import ActivityOrder
from lms.accounts.models import User
from lms.agencies.models import Rank
from lms.demo.history import answer_to
from lms.enrolments.services import enrol
from tests.benchmarks.clock import heading, rate


def measure() -> None:
    heading("Answers saved a second, one writer, SQLite")
    course = CoursePage.objects.live().order_by("code")[0]
    quiz = QuizPage.objects.live().descendant_of(course).filter(purpose="practice")[0]
    # So that the quiz is open from the start.
    CoursePage.objects.filter(pk=course.pk).update(activity_order=ActivityOrder.FREE)
    course.refresh_from_db()
    learner = User.objects.create_user("bench", "Người Đo Đạc")
    enrolment = enrol(learner=learner, course=course)
    attempt = start_attempt(learner=learner, quiz=quiz, enrolment=enrolment)
    slot = attempt.paper["slots"][0]
    version = QuestionVersion.objects.get(pk=slot["version"])
    answer = answer_to(version, True, random.Random(1))
    sequences = itertools.count(1)
    began = timezone.now()

    def save() -> None:
        sequence = next(sequences)
        # By a clock of its own: an attempt is not saved more often than people type.
        now = began + dt.timedelta(seconds=sequence)
        save_answer(attempt=attempt, slot=slot["slot"], answer=answer, sequence=sequence, now=now)

    numbers = itertools.count(1)

    def insert() -> None:
        with transaction.atomic():
            Rank.objects.create(code=f"b{next(numbers)}", name="x")

    saved, inserted = rate(save), rate(insert)
    print(
        f"save_answer {saved:8.0f}/s\nbare insert {inserted:8.0f}/s   ratio {saved / inserted:.2f}"
    )
    print(f"{AnswerEvent.objects.filter(attempt=attempt).count()} events in the ledger")
    submit_attempt(attempt=attempt, now=began + dt.timedelta(seconds=next(sequences)))
    Rank.objects.filter(code__startswith="b").delete()
