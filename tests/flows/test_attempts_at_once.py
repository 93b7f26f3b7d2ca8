"""Attempts that many requests touch at the same moment: nothing is lost, nothing counts twice.

Every call reads its own rows, as a request does.
"""

import threading
from dataclasses import dataclass, field
from functools import partial

from django.db import transaction
from django.utils import timezone

from assessments.attempts import ledger
from assessments.attempts.saving import save_answer, save_answers
from assessments.exceptions import AttemptClosed, AttemptRefused, StaleSequence
from assessments.marking.gradings import close_expired_attempts, submit_attempt
from assessments.models import AnswerEvent, Attempt, Grading, QuizPage, Response
from assessments.taking.starting import start_attempt
from assessments.words import QuizPurpose
from certificates.models import Certificate
from lms.competencies.models import Evidence
from lms.enrolments.models import ActivityProgress, Enrolment
from lms.enrolments.services import withdraw
from tests.assessments.makers import answer_all
from tests.flows.at_once import at_once, kinds

A, B = "00000001", "00000002"


def start(enrolment: Enrolment) -> Attempt:
    found = Enrolment.objects.select_related("learner", "course").get(pk=enrolment.pk)
    return start_attempt(learner=found.learner, quiz=QuizPage.objects.get(), enrolment=found)


def submit(attempt: Attempt) -> Grading:
    return submit_attempt(attempt=Attempt.objects.get(pk=attempt.pk))


def test_attack_30_handing_in_thirteen_times_at_once_gives_one_result_and_one_certificate(
    enrolment,
) -> None:
    attempt = start(enrolment)
    answer_all(attempt)

    outcomes = at_once([lambda: submit(attempt)] * 13)

    grading = Grading.objects.get()
    assert outcomes == [grading] * 13, kinds(outcomes)
    assert grading.passed
    assert Response.objects.count() == 3
    enrolment.refresh_from_db()
    assert enrolment.completed_at is not None
    assert ActivityProgress.objects.exclude(completed_at=None).count() == 1
    assert Certificate.objects.get().source_reference == enrolment.reference
    assert Evidence.objects.count() == 1


def test_handing_in_while_time_runs_out_gives_one_result(enrolment) -> None:
    attempt = start(enrolment)
    answer_all(attempt)
    Attempt.objects.update(deadline=timezone.now())

    outcomes = at_once([lambda: submit(attempt), close_expired_attempts] * 4)

    assert set(kinds(outcomes)) == {"Grading", "int"}
    assert Grading.objects.get().reason == "time_up"
    assert Certificate.objects.count() == 1


def test_attack_30_thirty_starts_at_once_take_one_attempt(quiz, enrolment) -> None:
    QuizPage.objects.update(attempts_allowed=1)

    outcomes = at_once([lambda: start(enrolment)] * 30)

    assert outcomes == [Attempt.objects.get()] * 30, kinds(outcomes)


def test_starting_and_handing_in_at_once_never_takes_more_attempts_than_allowed(enrolment) -> None:
    QuizPage.objects.update(attempts_allowed=2)

    outcomes = at_once([lambda: submit(start(enrolment))] * 12)

    assert set(kinds(outcomes)) <= {"Grading", "AttemptRefused"}
    assert sorted(Attempt.objects.values_list("number", flat=True)) == [1, 2]
    assert Grading.objects.count() == 2


def test_a_start_that_waits_for_a_withdrawal_is_refused(enrolment) -> None:
    withdrawn, through = threading.Event(), threading.Event()

    def give_up() -> bool:
        with transaction.atomic():
            withdraw(enrolment=enrolment)
            withdrawn.set()
            return through.wait(timeout=0.5)

    def start_meanwhile() -> Attempt:
        withdrawn.wait(timeout=20)
        try:
            return start(enrolment)
        finally:
            through.set()

    got_through, refused = at_once([give_up, start_meanwhile])

    assert got_through is False
    assert isinstance(refused, AttemptRefused), refused
    assert not Attempt.objects.exists()


@dataclass
class Typing:
    """Somebody types on and on, and hands in from the moment `turn` answers are acknowledged."""

    attempt: Attempt
    turn: int
    acknowledged: list[AnswerEvent] = field(default_factory=list)
    far_enough: threading.Event = field(default_factory=threading.Event)
    handed_in: threading.Event = field(default_factory=threading.Event)

    def type_on(self) -> None:
        while True:
            number = len(self.acknowledged) + 1
            if number > self.turn:
                self.far_enough.set()
            if number > self.turn + 40:
                # SQLite gives its lock to whoever comes at the right moment: let them in.
                self.handed_in.wait(timeout=20)
            answer = (A, B)[number % 2]
            event = save_answer(attempt=self.attempt, slot=1, answer=answer, sequence=number)
            self.acknowledged.append(event)

    def hand_in(self) -> Grading:
        self.far_enough.wait(timeout=20)
        try:
            return submit(self.attempt)
        finally:
            self.handed_in.set()


def test_what_was_saved_before_handing_in_counts_and_nothing_after_it(quiz, enrolment) -> None:
    QuizPage.objects.update(purpose=QuizPurpose.PRACTICE)
    for turn in range(15):
        typing = Typing(attempt := start(enrolment), turn)

        typed, *gradings = at_once([typing.type_on, typing.hand_in, typing.hand_in])

        acknowledged = typing.acknowledged
        assert isinstance(typed, AttemptClosed), typed
        assert gradings == [attempt.gradings.get()] * 2, kinds(gradings)
        assert len(acknowledged) >= turn
        assert list(attempt.events.order_by("sequence")) == acknowledged
        assert ledger.verify(attempt).intact
        graded = Response.objects.get(grading__attempt=attempt, slot=1).answer
        assert graded == (acknowledged[-1].answer if acknowledged else None)


def test_of_two_entries_with_one_number_one_is_saved_and_one_is_refused(enrolment) -> None:
    attempt = start(enrolment)
    for number in range(1, 16):
        outcomes = at_once(
            [
                partial(save_answer, attempt=attempt, slot=1, answer=answer, sequence=number)
                for answer in (A, B)
            ]
        )
        assert kinds(outcomes) == {"AnswerEvent": 1, "StaleSequence": 1}, outcomes
        assert {o.current for o in outcomes if isinstance(o, StaleSequence)} == {number}
        saved = attempt.events.get(sequence=number)
        assert saved in outcomes
    assert ledger.verify(attempt) == ledger.LedgerCheck(15)


def test_of_two_windows_that_save_a_page_at_once_one_is_refused_as_a_whole(enrolment) -> None:
    attempt = start(enrolment)
    pages = ({1: A, 2: "true"}, {1: B, 2: "false"})
    for _round in range(8):
        known = attempt.events.count()
        outcomes = at_once(
            [partial(save_answers, attempt=attempt, answers=page, sequence=known) for page in pages]
        )
        assert kinds(outcomes) == {"StaleSequence": 1, "int": 1}, outcomes
        assert ledger.current_answers(attempt) in pages
        save_answers(attempt=attempt, answers={1: None, 2: None}, sequence=known + 2)
    assert ledger.verify(attempt) == ledger.LedgerCheck(32)
