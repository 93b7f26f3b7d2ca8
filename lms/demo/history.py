"""A plausible, varied learning history, made by the same services that learners use."""

import datetime as dt
import random
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments.attempts.saving import save_answer
from assessments.marking.gradings import submit_attempt
from assessments.models import Attempt, QuestionVersion, QuizPage
from assessments.papers.paper import Paper
from assessments.question_types import QUESTION_TYPES
from assessments.taking.starting import start_attempt
from courses.models import CoursePage
from lms.accounts.models import User
from lms.agencies.models import Posting
from lms.demo.earlier import EarlierTraining
from lms.enrolments.models import Enrolment
from lms.enrolments.outline import course_outline
from lms.enrolments.services import (
    complete_activity,
    enrol,
    open_activity,
    record_sign_of_life,
)


@dataclass(frozen=True)
class Persona:
    """How somebody learns: how often per course, how far, how well."""

    enrols: float
    finishes: float
    ability: float
    practises: float


PERSONAS: list[tuple[Persona, int]] = [
    (Persona(enrols=0.95, finishes=0.97, ability=0.93, practises=0.8), 25),
    (Persona(enrols=0.85, finishes=0.80, ability=0.80, practises=0.4), 35),
    (Persona(enrols=0.70, finishes=0.45, ability=0.66, practises=0.3), 20),
    (Persona(enrols=0.45, finishes=0.20, ability=0.55, practises=0.1), 10),
    (Persona(enrols=0.0, finishes=0.0, ability=0.0, practises=0.0), 10),
]


def make_history(
    postings: Iterable[Posting],
    courses: list[CoursePage],
    earlier: EarlierTraining,
    rng: random.Random,
    today: dt.date,
) -> None:
    """Let each person take some of the courses in the months before `today`."""
    for posting in postings:
        learner = posting.learner
        (persona,) = rng.choices([p for p, _w in PERSONAS], weights=[w for _p, w in PERSONAS])
        with transaction.atomic():
            earlier.record_for(posting, persona.ability or 0.3)
        for course in courses:
            if rng.random() < persona.enrols:
                days_ago = rng.randint(6, 300)
                start = _working_moment(today - dt.timedelta(days=days_ago), rng)
                with transaction.atomic():
                    take_course(learner, course, persona, rng, start)


def take_course(
    learner: User, course: CoursePage, persona: Persona, rng: random.Random, start: dt.datetime
) -> Enrolment:
    """Take a course from `start` on, until it is completed, given up or the present reached."""
    enrolment = enrol(learner=learner, course=course, now=start)
    moment = start + dt.timedelta(minutes=rng.randint(1, 20))
    stops_after = None if rng.random() < persona.finishes else rng.randint(0, 12)
    for place, item in enumerate(course_outline(course, enrolment).activities):
        if stops_after is not None and place >= stops_after:
            break
        page = item.activity.page.specific
        if isinstance(page, QuizPage):
            if page.required or rng.random() < persona.practises:
                moment = _take_quiz(enrolment, page, persona, rng, moment)
        else:
            moment = _read_lesson(enrolment, page, rng, moment)
        if rng.random() < 0.3:
            moment = _working_moment(
                timezone.localdate(moment) + dt.timedelta(days=rng.randint(1, 4)), rng
            )
        if moment > timezone.now():
            break
    return enrolment


def _read_lesson(
    enrolment: Enrolment, page: Any, rng: random.Random, moment: dt.datetime
) -> dt.datetime:
    open_activity(enrolment=enrolment, page=page, now=moment)
    for _pause in range(rng.randint(1, 3)):
        moment += dt.timedelta(seconds=rng.randint(25, 58))
        record_sign_of_life(enrolment=enrolment, page=page, now=moment)
    moment += dt.timedelta(minutes=rng.randint(4, page.minutes + 6))
    complete_activity(enrolment=enrolment, page=page, now=moment)
    return moment


def _take_quiz(
    enrolment: Enrolment,
    page: QuizPage,
    persona: Persona,
    rng: random.Random,
    moment: dt.datetime,
) -> dt.datetime:
    for _try in range(page.attempts_allowed or 1):
        attempt = start_attempt(
            learner=enrolment.learner, quiz=page, enrolment=enrolment, now=moment, rng=rng
        )
        moment = answer_all(attempt, persona.ability, rng, moment)
        grading = submit_attempt(attempt=attempt, now=moment)
        if grading.passed or rng.random() > persona.finishes:
            break
        pause = dt.timedelta(days=rng.randint(1, 6) + ceil(page.wait_hours / 24))
        moment = _working_moment(timezone.localdate(moment) + pause, rng)
        if moment > timezone.now():
            break
    return moment


def answer_all(
    attempt: Attempt, ability: float, rng: random.Random, moment: dt.datetime
) -> dt.datetime:
    """Answer every slot, right with the probability `ability`; return when the last was saved."""
    slots = Paper.from_json(attempt.paper).slots
    versions = QuestionVersion.objects.in_bulk([slot.version for slot in slots])
    for sequence, slot in enumerate(slots, start=1):
        version = versions[slot.version]
        moment += dt.timedelta(seconds=rng.randint(15, 70))
        save_answer(
            attempt=attempt,
            slot=slot.slot,
            answer=answer_to(version, rng.random() < ability, rng),
            sequence=sequence,
            now=moment,
        )
    return moment


def answer_to(version: QuestionVersion, right: bool, rng: random.Random) -> Any:
    """Return an answer to a frozen question: the right one, or a plausible wrong one."""
    question_type = QUESTION_TYPES[version.kind]
    return question_type.sample_answer(version.frozen.body, rng, right=right)


def _working_moment(day: dt.date, rng: random.Random) -> dt.datetime:
    """Return a moment in working hours on the day, or on Monday after a weekend."""
    if day.weekday() >= 5:
        day += dt.timedelta(days=7 - day.weekday())
    time = dt.time(rng.randint(8, 15), rng.randint(0, 59), rng.randint(0, 59))
    return timezone.make_aware(dt.datetime.combine(day, time))
