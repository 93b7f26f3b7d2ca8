"""Many requests at the same moment: what may happen once happens once, and nothing is lost.

Every call reads its own rows, as a request does.
"""

import datetime as dt
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from assessments import ledger
from assessments.exceptions import AttemptClosed, AttemptRefused, StaleSequence
from assessments.models import AnswerEvent, Attempt, Grading, QuizPage, QuizPurpose, Response
from assessments.services import (
    close_expired_attempts,
    save_answer,
    save_answers,
    start_attempt,
    submit_attempt,
)
from certificates.models import Certificate, RegisterYear
from certificates.services import ensure_pdf
from courses.models import CoursePage
from lms.accounts.models import User
from lms.competencies.models import Evidence
from lms.enrolments.models import ActivityProgress, Enrolment
from lms.enrolments.services import enrol, open_activity, record_sign_of_life, withdraw
from tests.assessments.makers import answer_all, make_bank, make_question, make_quiz
from tests.cast import make_user
from tests.certificates.samples import ISSUED_ON, issue
from tests.courses.makers import (
    add_outcome,
    make_competency,
    make_course,
    make_design,
    make_lesson,
)
from tests.flows.at_once import at_once, kinds

pytestmark = pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="SQLite lets one write at a time: run these with deploy/with-postgres.sh",
)
A, B = "00000001", "00000002"


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Give a test its own copy of the database: what threads commit cannot be rolled back."""
    names = connection.settings_dict
    with django_db_blocker.unblock():
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


def start(enrolment: Enrolment) -> Attempt:
    found = Enrolment.objects.select_related("learner", "course").get(pk=enrolment.pk)
    return start_attempt(learner=found.learner, quiz=QuizPage.objects.get(), enrolment=found)


def submit(attempt: Attempt) -> Grading:
    return submit_attempt(attempt=Attempt.objects.get(pk=attempt.pk))


def test_handing_in_thirteen_times_at_once_gives_one_result_and_one_certificate(enrolment) -> None:
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


def test_thirty_starts_at_once_take_one_attempt(quiz, enrolment) -> None:
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
    def give_up() -> None:
        with transaction.atomic():
            withdraw(enrolment=enrolment)
            time.sleep(0.6)

    def start_meanwhile() -> Attempt:
        time.sleep(0.2)
        return start(enrolment)

    given_up, refused = at_once([give_up, start_meanwhile])

    assert given_up is None
    assert isinstance(refused, AttemptRefused), refused
    assert not Attempt.objects.exists()


def test_what_was_saved_before_handing_in_counts_and_nothing_after_it(quiz, enrolment) -> None:
    QuizPage.objects.update(purpose=QuizPurpose.PRACTICE)
    for turn in range(15):
        attempt = start(enrolment)
        acknowledged: list[AnswerEvent] = []

        def type_on(attempt=attempt, acknowledged=acknowledged) -> None:
            while len(acknowledged) < 200:
                number = len(acknowledged) + 1
                acknowledged.append(
                    save_answer(attempt=attempt, slot=1, answer=(A, B)[number % 2], sequence=number)
                )

        def hand_in(attempt=attempt, turn=turn) -> Grading:
            time.sleep(turn * 0.01)
            return submit(attempt)

        typed, *gradings = at_once([type_on, hand_in, hand_in])

        assert isinstance(typed, AttemptClosed), typed
        assert gradings == [attempt.gradings.get()] * 2, kinds(gradings)
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


def test_eight_issues_of_one_source_give_one_certificate(cast) -> None:
    design = make_design()

    outcomes = at_once([lambda: issue(cast.lan, design)] * 8)

    assert outcomes == [Certificate.objects.get()] * 8, kinds(outcomes)
    assert RegisterYear.objects.get().last_sequence == 1


def test_the_register_has_no_gaps_and_no_doubles_even_where_issuing_fails(cast) -> None:
    design = make_design()
    learners = [make_user(f"hv{number:02d}", "Nguyễn Thị Hoa") for number in range(12)]

    def issue_for(learner: User, fails: bool) -> Certificate:
        with transaction.atomic():
            certificate = issue(learner, design, source=f"enrolment:{learner.pk}")
            if fails:
                raise ZeroDivisionError
        return certificate

    outcomes = at_once(
        [partial(issue_for, learner, fails=False) for learner in learners]
        + [lambda: issue_for(cast.lan, fails=True)] * 4
    )

    assert kinds(outcomes) == {"Certificate": 12, "ZeroDivisionError": 4}
    issued = Certificate.objects.order_by("register_sequence")
    assert [each.register_number for each in issued] == [
        f"{number:04d}/{ISSUED_ON.year}/GXN-SKHCN" for number in range(1, 13)
    ]
    assert {each.learner for each in issued} == set(learners)


def test_a_document_that_six_download_at_once_is_kept_once(cast, monkeypatch) -> None:
    def draw(printed: object) -> bytes:
        time.sleep(0.1)
        return b"%PDF-1.7"

    monkeypatch.setattr("certificates.services.render_document", draw)
    certificate = issue(cast.lan, make_design())

    outcomes = at_once([lambda: ensure_pdf(certificate_id=certificate.pk)] * 6)

    certificate.refresh_from_db()
    assert {o.pdf.name for o in outcomes} == {certificate.pdf.name}
    folder = str(Path(certificate.pdf.name).parent)
    kept = [
        name for name in certificate.pdf.storage.listdir(folder)[1] if certificate.serial in name
    ]
    assert kept == [f"{certificate.serial}.pdf"]


def test_enrolling_ten_times_at_once_gives_one_enrolment(cast, quiz) -> None:
    def join() -> Enrolment:
        return enrol(learner=User.objects.get(pk=cast.lan.pk), course=CoursePage.objects.get())

    outcomes = at_once([join] * 10)

    assert outcomes == [Enrolment.objects.get()] * 10, kinds(outcomes)


def test_two_courses_read_at_once_never_count_more_time_than_passed(cast) -> None:
    began = timezone.now() - dt.timedelta(hours=1)
    readings = []
    for code in ("A", "B"):
        course = make_course(cast, title=f"Khóa {code}", code=code)
        lesson = make_lesson(course, minutes=60)
        enrolment = enrol(learner=cast.lan, course=course, now=began)
        open_activity(enrolment=enrolment, page=lesson, now=began)
        readings.append((enrolment, lesson))

    for minute in range(1, 11):
        outcomes = at_once(
            [
                partial(
                    record_sign_of_life,
                    enrolment=enrolment,
                    page=lesson,
                    now=began + dt.timedelta(seconds=50 * minute),
                )
                for enrolment, lesson in readings
            ]
        )
        assert set(kinds(outcomes)) == {"ActivityProgress"}, outcomes
    assert sum(ActivityProgress.objects.values_list("active_seconds", flat=True)) == 500
