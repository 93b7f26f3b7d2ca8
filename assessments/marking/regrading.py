"""Grading anew what was graded: by corrected questions, or with answers that had arrived."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from assessments.attempts import ledger
from assessments.attempts.models import Attempt, Grading
from assessments.attempts.saving import add_answers
from assessments.attempts.standing import standing
from assessments.banks.models import QuestionVersion
from assessments.exceptions import AssessmentRefused, InvalidAnswer
from assessments.marking.grading import grade_paper
from assessments.marking.recording import locked_attempt, record_grading
from assessments.papers.drawing import frozen, versions_of
from assessments.papers.paper import Paper
from assessments.question_types import QUESTION_TYPES
from assessments.words import AttemptState, GradingReason
from certificates.doubts import raise_doubt
from lms.accounts.models import User
from lms.core.percentages import percentage
from lms.enrolments.models import Enrolment


@transaction.atomic
def regrade_attempt(
    *, attempt: Attempt, graded_by: User, note: str, now: dt.datetime | None = None
) -> Grading:
    """Grade an attempt anew by the current versions of its questions, as a further grading.

    An answer that does not fit the current version is judged by the one the learner saw. What a
    learner has completed stays completed; a document that rests on a result which is failed now
    waits for a person to decide. Raises ValueError if the attempt is not graded yet.
    """
    now = now or timezone.now()
    attempt = locked_attempt(attempt)
    if attempt.state != AttemptState.GRADED:
        raise ValueError("only a graded attempt can be regraded")
    seen = versions_of(slot.version for slot in Paper.from_json(attempt.paper).slots)
    return _grade_anew(
        attempt, seen, _current_versions(seen), GradingReason.REGRADED, now, graded_by, note
    )


@transaction.atomic
def count_arrived(
    *,
    attempt: Attempt,
    answers: Mapping[int, Any],
    sequence: int,
    arrived_at: dt.datetime,
    now: dt.datetime | None = None,
) -> bool:
    """Save answers that reached the server before the end while nobody was signed in.

    Where the time ran out meanwhile and the attempt was graded, a further grading counts them, by
    the versions of the one in force. Returns False, and changes nothing, where they came too late,
    newer ones were saved (`sequence` is the last entry their page knew) or the learner handed in.
    """
    now = now or timezone.now()
    attempt = locked_attempt(attempt)
    if attempt.is_expired(arrived_at):
        return False
    is_graded = attempt.state == AttemptState.GRADED
    if is_graded and attempt.gradings.earliest("number").reason != GradingReason.TIME_UP:
        return False
    try:
        is_new = add_answers(attempt, answers, sequence, arrived_at)
    except (AssessmentRefused, InvalidAnswer):
        return False
    if is_graded and is_new:
        seen = versions_of(slot.version for slot in Paper.from_json(attempt.paper).slots)
        _grade_anew(attempt, seen, _versions_in_force(attempt), GradingReason.ARRIVED, now)
    return True


def _grade_anew(
    attempt: Attempt,
    seen: Mapping[int, QuestionVersion],
    wanted: Mapping[int, QuestionVersion],
    reason: GradingReason,
    now: dt.datetime,
    by: User | None = None,
    note: str = "",
) -> Grading:
    """Grade by the wanted versions, by id of the one that was seen, where the answer fits them."""
    paper, used = Paper.from_json(attempt.paper), {}
    answers = ledger.current_answers(attempt, until=attempt.deadline)
    for slot in paper.slots:
        version = wanted.get(slot.version, seen[slot.version])
        fits = _fits(version, seen[slot.version], answers.get(slot.slot))
        used[slot.version] = version if fits else seen[slot.version]
    questions = {pk: frozen(version) for pk, version in used.items()}
    grade = grade_paper(paper, questions, answers, attempt.pass_mark)
    grading = record_grading(attempt, grade, reason=reason, now=now, by=by, note=note, used=used)
    _doubt_if_lost(attempt, grading, now)
    return grading


def _versions_in_force(attempt: Attempt) -> dict[int, QuestionVersion]:
    """Return the versions the grading in force judged by, by the id of the one that was seen."""
    responses = attempt.gradings.latest("number").responses.select_related("question_version")
    used = {response.slot: response.question_version for response in responses}
    paper = Paper.from_json(attempt.paper)
    return {slot.version: used[slot.slot] for slot in paper.slots if slot.slot in used}


def _current_versions(seen: Mapping[int, QuestionVersion]) -> dict[int, QuestionVersion]:
    """Return the current version of each question, by the id of the version that was seen."""
    rows = QuestionVersion.objects.filter(
        current_of__in={version.question_id for version in seen.values()}
    )
    by_question = {version.question_id: version for version in rows}
    return {
        pk: by_question[version.question_id]
        for pk, version in seen.items()
        if version.question_id in by_question
    }


def _fits(version: QuestionVersion, seen: QuestionVersion, answer: object) -> bool:
    if version.kind != seen.kind:
        return False
    try:
        QUESTION_TYPES[version.kind].check_answer(version.frozen.body, answer)
    except InvalidAnswer:
        return False
    return True


def _doubt_if_lost(attempt: Attempt, grading: Grading, now: dt.datetime) -> None:
    found = standing(attempt.quiz, attempt.enrolment)
    if not attempt.quiz.required or found.is_earned:
        return
    # A result of an enrolment that was given up may have counted in a later one.
    rests_on = Enrolment.objects.get(pk=found.completed_in or attempt.enrolment_id)
    cause = _(
        "Regraded: the quiz “%(quiz)s” is no longer passed, %(percent)s%% where %(least)s%% "
        "are needed. %(note)s"
    ) % {
        "quiz": attempt.quiz.title,
        "percent": number_format(
            percentage(grading.fraction, places=1, short_of=attempt.pass_mark), 1
        ),
        "least": attempt.pass_mark,
        "note": grading.note,
    }
    raise_doubt(
        source_reference=rests_on.reference,
        cause=cause.strip()[:500],
        raised_by=grading.graded_by,
        now=now,
    )
