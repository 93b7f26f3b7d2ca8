"""Starting an attempt: the rules are checked, the paper drawn and frozen, one row written."""

import datetime as dt
import random

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.attempts.models import Attempt
from assessments.attempts.rules import deadline_for
from assessments.attempts.standing import standing
from assessments.exceptions import AttemptRefused, NotEnoughQuestions, StartRefusal
from assessments.marking.gradings import close_if_expired, submit_attempt
from assessments.quizzes.models import QuizPage
from assessments.words import AttemptState
from lms.accounts.models import User
from lms.enrolments.exceptions import LearningRefused
from lms.enrolments.models import Enrolment
from lms.enrolments.services import complete_activity, open_activity


def start_attempt(
    *,
    learner: User,
    quiz: QuizPage,
    enrolment: Enrolment,
    now: dt.datetime | None = None,
    rng: random.Random | None = None,
) -> Attempt:
    """Start an attempt, or return the one that is running.

    One that has run out, or that belongs to an earlier enrolment, is graded first. Raises
    AttemptRefused.
    """
    now = now or timezone.now()
    if enrolment.learner_id != learner.pk or not quiz.is_descendant_of(enrolment.course):
        raise AttemptRefused(StartRefusal.NOT_ENROLLED, _("Enrol in the course to take this quiz."))
    running = running_attempt(learner, quiz)
    if running is not None and running.enrolment_id != enrolment.pk:
        submit_attempt(attempt=running, now=now)
    elif running is not None and not close_if_expired(attempt=running, now=now):
        return running
    try:
        with transaction.atomic():
            return _start(learner, quiz, enrolment, now, rng or random.SystemRandom())
    except IntegrityError:
        # Another request of the same learner was faster: its attempt is the one.
        running = running_attempt(learner, quiz)
        if running is None:
            raise
        return running


def count_earlier_result(
    *, quiz: QuizPage, enrolment: Enrolment, now: dt.datetime | None = None
) -> bool:
    """Complete a quiz that was earned before the course was given up and taken up again.

    Who has passed can start no further attempt, so that the result counts where it is needed.
    Returns whether it did; twice is once.
    """
    now = now or timezone.now()
    if not enrolment.is_open or is_done(quiz, enrolment):
        return False
    if not standing(quiz, enrolment).is_earned:
        return False
    try:
        complete_activity(enrolment=enrolment, page=quiz, now=now)
    except LearningRefused:
        return False  # locked, or taken back: the start says so
    return True


def is_done(quiz: QuizPage, enrolment: Enrolment) -> bool:
    return enrolment.progress.filter(page=quiz.pk, completed_at__isnull=False).exists()


def running_attempt(learner: User, quiz: QuizPage) -> Attempt | None:
    """Return the attempt of a learner that is in progress, expired or not."""
    return Attempt.objects.for_learner(learner).in_progress().filter(quiz=quiz).first()


def _start(
    learner: User, quiz: QuizPage, enrolment: Enrolment, now: dt.datetime, rng: random.Random
) -> Attempt:
    # Read anew under the lock: it may have been given up in the meantime.
    locked = Enrolment.objects.select_for_update(of=("self",)).select_related("course")
    enrolment = locked.get(pk=enrolment.pk)
    running = running_attempt(learner, quiz)
    if running is not None:
        return running
    found = standing(quiz, enrolment)
    refusal = found.refusal(now)
    if refusal is not None:
        raise refusal
    try:
        open_activity(enrolment=enrolment, page=quiz, now=now)
    except LearningRefused as error:
        raise AttemptRefused(StartRefusal.LOCKED, error.message) from error
    try:
        paper = quiz.draw_paper(rng)
    except NotEnoughQuestions as error:
        raise not_ready() from error
    if not paper.slots:
        raise not_ready()
    return Attempt.objects.create(
        learner=learner,
        quiz=quiz,
        enrolment=enrolment,
        number=found.next_number,
        paper=paper.as_json(),
        pass_mark=quiz.pass_mark,
        state=AttemptState.IN_PROGRESS,
        started_at=now,
        deadline=deadline_for(quiz, now),
    )


def not_ready() -> AttemptRefused:
    """Return the refusal of a quiz whose banks hold too few ready questions."""
    return AttemptRefused(
        StartRefusal.NOT_READY,
        _(
            "This quiz cannot be started at the moment: it has too few questions. "
            "Please tell the trainer of the course."
        ),
    )
