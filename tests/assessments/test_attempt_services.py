"""Starting, saving, handing in: what the learner gave before the end is what counts, once."""

import random

import pytest
from django.db import IntegrityError

from assessments.attempts import ledger
from assessments.attempts.saving import flag_questions, save_answer, save_answers
from assessments.banks.publishing import publish_question
from assessments.exceptions import (
    AttemptClosed,
    AttemptRefused,
    InvalidAnswer,
    StaleSequence,
    StartRefusal,
    TimeIsUp,
)
from assessments.marking.gradings import close_expired_attempts, regrade_attempt, submit_attempt
from assessments.models import AnswerEvent, Attempt, Grading, Question, Response
from assessments.papers.paper import Paper
from assessments.taking import starting
from assessments.taking.starting import start_attempt
from assessments.words import (
    AttemptState,
    GradingReason,
    QuestionStatus,
    QuizPurpose,
    ResponseState,
)
from lms.enrolments.models import ActivityProgress
from lms.enrolments.services import enrol, withdraw
from tests.assessments.conftest import NOW, later
from tests.assessments.makers import RIGHT, WRONG, answer_all, draw, make_draw_quiz, make_question
from tests.courses.makers import make_course, make_lesson

LGSP = "00000001"


def test_starting_freezes_paper_pass_mark_and_deadline(quizzed) -> None:
    quizzed.change(time_limit_minutes=20)
    attempt = quizzed.start()
    quizzed.change(pass_mark=100, time_limit_minutes=1)

    attempt.refresh_from_db()
    assert attempt.number == 1
    assert attempt.pass_mark == 70
    assert attempt.deadline == later(minutes=20)
    assert [s.version for s in Paper.from_json(attempt.paper).slots] == [
        q.current_version_id for q in quizzed.questions
    ]


def test_starting_twice_gives_the_running_attempt(quizzed) -> None:
    assert {quizzed.start().pk for _ in range(13)} == {Attempt.objects.get().pk}


def test_a_start_that_loses_the_race_gives_the_attempt_of_the_winner(quizzed, monkeypatch) -> None:
    def faster(learner, quiz, enrolment, now, rng):
        winner = real(learner, quiz, enrolment, now, rng)
        raise IntegrityError(f"attempt_one_in_progress: {winner.pk}")

    real = starting._start
    winner = quizzed.start()
    calls = iter([None, winner])
    monkeypatch.setattr(starting, "running_attempt", lambda *_: next(calls))
    monkeypatch.setattr(starting, "_start", faster)
    real = lambda *_: winner  # noqa: E731
    assert quizzed.start() == winner
    assert Attempt.objects.count() == 1


def test_attack_25_the_constraint_allows_one_running_attempt(quizzed) -> None:
    attempt = quizzed.start()
    attempt.pk, attempt.number = None, 2
    with pytest.raises(IntegrityError):
        attempt.save(force_insert=True)


def test_only_the_enrolled_learner_starts_and_only_in_this_course(quizzed, cast) -> None:
    with pytest.raises(AttemptRefused) as refused:
        start_attempt(learner=cast.hung, quiz=quizzed.quiz, enrolment=quizzed.enrolment)
    assert refused.value.reason == StartRefusal.NOT_ENROLLED

    other = enrol(learner=cast.lan, course=make_course(cast, "Khác", slug="khac", code="K2"))
    with pytest.raises(AttemptRefused):
        start_attempt(learner=cast.lan, quiz=quizzed.quiz, enrolment=other)


def test_attack_24_a_locked_quiz_cannot_be_started(cast, quizzed) -> None:
    quizzed.course.activity_order = "sequential"
    quizzed.course.save()
    lesson = make_lesson(quizzed.course, "Bài trước")
    lesson.move(quizzed.course, pos="first-child")
    quizzed.quiz.refresh_from_db()

    with pytest.raises(AttemptRefused) as refused:
        quizzed.start()
    assert refused.value.reason == StartRefusal.LOCKED
    assert "Bài trước" in str(refused.value.message)


def test_too_few_ready_questions_refuse_the_start_and_leave_nothing(quizzed) -> None:
    Question.objects.filter(pk=quizzed.questions[0].pk).update(status=QuestionStatus.RETIRED)
    with pytest.raises(AttemptRefused) as refused:
        quizzed.start()
    assert refused.value.reason == StartRefusal.NOT_READY
    assert not Attempt.objects.exists()


def test_draws_take_ready_questions_with_all_the_tags(quizzed) -> None:
    for number in range(4):
        make_question(quizzed.bank, tags=("m1", "khó") if number % 2 else ("m1",))
    make_question(quizzed.bank, tags=("m1", "khó"), ready=False)
    quiz = make_draw_quiz(
        quizzed.course,
        draw(quizzed.bank, 2, "m1", "khó", order=1),
        draw(quizzed.bank, 2, "m1", order=2, mark=3),
    )
    attempt = start_attempt(
        learner=quizzed.cast.lan, quiz=quiz, enrolment=quizzed.enrolment, rng=random.Random(1)
    )
    slots = Paper.from_json(attempt.paper).slots
    assert len({slot.version for slot in slots}) == 4
    assert [int(slot.mark) for slot in slots] == [1, 1, 3, 3]


def test_answers_are_chained_and_the_last_of_each_slot_counts(quizzed) -> None:
    attempt = quizzed.start()
    for sequence, answer in enumerate(["00000002", "00000003", "00000001"], start=1):
        event = save_answer(attempt=attempt, slot=1, answer=answer, sequence=sequence)
        assert event.sequence == sequence
    save_answer(attempt=attempt, slot=3, answer="true", sequence=4)
    save_answer(attempt=attempt, slot=3, answer=None, sequence=5)

    assert ledger.current_answers(attempt) == {1: "00000001"}
    assert ledger.verify(attempt).intact
    assert AnswerEvent.objects.count() == 5


@pytest.mark.parametrize("change", [{"answer": "00000001"}, {"slot": 2}, {"hash": "0" * 64}])
def test_attack_31_a_ledger_that_was_altered_is_found_out(quizzed, change) -> None:
    attempt = quizzed.start()
    for sequence in (1, 2, 3):
        save_answer(attempt=attempt, slot=1, answer=f"0000000{4 - sequence}", sequence=sequence)
    AnswerEvent.objects.filter(sequence=2).update(**change)
    assert ledger.verify(attempt).broken_at == 2


def test_a_removed_entry_is_found_out(quizzed) -> None:
    attempt = quizzed.start()
    for sequence in (1, 2, 3):
        save_answer(attempt=attempt, slot=1, answer=f"0000000{4 - sequence}", sequence=sequence)
    AnswerEvent.objects.filter(sequence=1).delete()
    assert not ledger.verify(attempt).intact


def test_attack_31_a_stale_window_is_refused_and_told_the_current_sequence(quizzed) -> None:
    attempt = quizzed.start()
    save_answer(attempt=attempt, slot=1, answer="00000001", sequence=1)
    for sequence in (-1, 0, 1, 3, 2**40):
        with pytest.raises(StaleSequence) as stale:
            save_answer(attempt=attempt, slot=1, answer="00000002", sequence=sequence)
        assert stale.value.current == 1
    assert AnswerEvent.objects.count() == 1


def test_the_same_entry_sent_again_after_a_lost_reply_is_no_conflict(quizzed) -> None:
    attempt = quizzed.start()
    first = save_answer(attempt=attempt, slot=1, answer="00000001", sequence=1)
    save_answer(attempt=attempt, slot=3, answer="true", sequence=2)
    assert save_answer(attempt=attempt, slot=1, answer="00000001", sequence=1) == first
    assert AnswerEvent.objects.count() == 2


def test_a_save_that_loses_the_race_is_stale(quizzed, monkeypatch) -> None:
    attempt = quizzed.start()
    save_answer(attempt=attempt, slot=1, answer="00000001", sequence=1)

    def lost(*_args):
        raise IntegrityError("answerevent_sequence")

    monkeypatch.setattr(ledger, "append", lost)
    with pytest.raises(StaleSequence) as stale:
        save_answer(attempt=attempt, slot=1, answer="00000002", sequence=2)
    assert stale.value.current == 1
    with pytest.raises(StaleSequence):
        save_answers(attempt=attempt, answers={1: "00000002"}, sequence=1)


@pytest.mark.parametrize("slot", [0, -1, 7, 10**9, None, "1", True + 6])
def test_attack_27_answers_to_questions_that_are_not_in_the_paper_are_refused(
    quizzed, slot
) -> None:
    attempt = quizzed.start()
    with pytest.raises(InvalidAnswer):
        save_answer(attempt=attempt, slot=slot, answer="true", sequence=1)
    assert not AnswerEvent.objects.exists()


def test_many_answers_are_saved_together_or_not_at_all(quizzed) -> None:
    attempt = quizzed.start()
    with pytest.raises(InvalidAnswer):
        save_answers(attempt=attempt, answers={1: "00000001", 3: "maybe"}, sequence=0)
    assert not AnswerEvent.objects.exists()

    assert save_answers(attempt=attempt, answers={1: "00000001", 3: "true"}, sequence=0) == 2
    # What is saved already needs no entry, however old the sender's sequence is.
    assert save_answers(attempt=attempt, answers={1: "00000001", 3: "true"}, sequence=0) == 2
    with pytest.raises(StaleSequence):
        save_answers(attempt=attempt, answers={1: "00000002"}, sequence=0)


def test_handing_in_grades_once_however_often(quizzed) -> None:
    attempt = quizzed.start()
    answer_all(attempt)
    gradings = {submit_attempt(attempt=attempt, now=later(minutes=5)).pk for _ in range(13)}

    attempt.refresh_from_db()
    assert len(gradings) == Grading.objects.count() == 1
    assert Response.objects.count() == 6
    assert (attempt.state, attempt.fraction, attempt.passed) == (AttemptState.GRADED, 1, True)
    assert attempt.submitted_at == later(minutes=5)


def test_a_submission_that_loses_the_race_gives_the_first_result(quizzed, monkeypatch) -> None:
    from assessments.marking import gradings

    attempt = quizzed.start()
    first = submit_attempt(attempt=attempt)
    stale = Attempt.objects.select_related("enrolment", "quiz").get(pk=attempt.pk)
    stale.state = AttemptState.IN_PROGRESS
    monkeypatch.setattr(gradings, "_locked", lambda _attempt: stale)

    def collide(*_args, **_kwargs):
        raise IntegrityError("grading_number_unique")

    monkeypatch.setattr(gradings, "_write", collide)
    assert submit_attempt(attempt=attempt) == first
    assert Grading.objects.count() == 1


def test_passing_the_last_required_activity_completes_the_course(quizzed) -> None:
    attempt = quizzed.start()
    answer_all(attempt)
    submit_attempt(attempt=attempt)
    quizzed.enrolment.refresh_from_db()
    assert quizzed.enrolment.completed_at is not None


def test_failing_completes_nothing(quizzed) -> None:
    attempt = quizzed.start()
    answer_all(attempt, WRONG)
    assert submit_attempt(attempt=attempt).passed is False
    assert not ActivityProgress.objects.filter(completed_at__isnull=False).exists()


def test_a_practice_quiz_is_completed_by_handing_in(quizzed) -> None:
    quizzed.change(purpose=QuizPurpose.PRACTICE)
    submit_attempt(attempt=quizzed.start())
    assert ActivityProgress.objects.get().completed_at is not None


def test_a_practice_quiz_that_ran_out_unanswered_is_not_completed(quizzed) -> None:
    quizzed.change(purpose=QuizPurpose.PRACTICE, time_limit_minutes=5)
    attempt = quizzed.start()
    submit_attempt(attempt=attempt, now=later(minutes=6))
    assert ActivityProgress.objects.get().completed_at is None


def test_the_result_and_the_completion_are_one_transaction(quizzed, monkeypatch) -> None:
    from assessments.marking import gradings

    def fail(**_kwargs):
        raise RuntimeError("the power failed")

    monkeypatch.setattr(gradings, "complete_activity", fail)
    attempt = quizzed.start()
    answer_all(attempt)
    with pytest.raises(RuntimeError):
        submit_attempt(attempt=attempt)
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.IN_PROGRESS
    assert not Grading.objects.exists()


def test_a_result_stands_even_if_the_learner_has_withdrawn(quizzed) -> None:
    attempt = quizzed.start()
    answer_all(attempt)
    withdraw(enrolment=quizzed.enrolment)
    assert submit_attempt(attempt=attempt).passed


def test_after_enrolling_anew_the_old_attempt_is_graded_and_a_new_one_begins(quizzed) -> None:
    old = quizzed.start()
    withdraw(enrolment=quizzed.enrolment)
    again = enrol(learner=quizzed.cast.lan, course=quizzed.course)
    new = start_attempt(learner=quizzed.cast.lan, quiz=quizzed.quiz, enrolment=again)
    old.refresh_from_db()
    assert new.pk != old.pk
    assert (old.state, new.number) == (AttemptState.GRADED, 1)


def test_attack_25_nothing_is_saved_after_the_end(quizzed) -> None:
    quizzed.change(time_limit_minutes=10)
    attempt = quizzed.start()
    save_answer(attempt=attempt, slot=1, answer=LGSP, sequence=1, now=later(minutes=9, seconds=59))
    for moment in (later(minutes=10), later(minutes=11)):
        with pytest.raises(TimeIsUp):
            save_answer(attempt=attempt, slot=3, answer="true", sequence=2, now=moment)
    grading = submit_attempt(attempt=attempt, now=later(hours=5))

    attempt.refresh_from_db()
    assert grading.reason == GradingReason.TIME_UP
    assert attempt.submitted_at == later(minutes=10)
    states = dict(grading.responses.values_list("slot", "state"))
    assert states[1] == ResponseState.RIGHT
    assert set(states.values()) == {ResponseState.RIGHT, ResponseState.UNANSWERED}


def test_nothing_is_saved_after_handing_in(quizzed) -> None:
    attempt = quizzed.start()
    submit_attempt(attempt=attempt)
    with pytest.raises(AttemptClosed):
        save_answer(attempt=attempt, slot=1, answer=LGSP, sequence=1)
    with pytest.raises(AttemptClosed):
        save_answers(attempt=attempt, answers={1: LGSP}, sequence=0)


def test_an_attempt_never_runs_beyond_the_closing_of_the_quiz(quizzed) -> None:
    quizzed.change(time_limit_minutes=60, closes_at=later(minutes=10))
    assert quizzed.start().deadline == later(minutes=10)


def test_expired_attempts_are_closed_once_and_others_left(quizzed, cast) -> None:
    quizzed.change(time_limit_minutes=10)
    expired = quizzed.start()
    other = enrol(learner=cast.nga, course=quizzed.course, now=NOW)
    running = start_attempt(
        learner=cast.nga, quiz=quizzed.quiz, enrolment=other, now=later(minutes=5)
    )
    assert close_expired_attempts(now=later(minutes=11)) == 1
    assert close_expired_attempts(now=later(minutes=11)) == 0
    expired.refresh_from_db()
    running.refresh_from_db()
    assert (expired.state, running.state) == (AttemptState.GRADED, AttemptState.IN_PROGRESS)


def test_starting_again_after_the_time_ran_out_grades_the_old_attempt(quizzed) -> None:
    quizzed.change(time_limit_minutes=10)
    old = quizzed.start()
    new = quizzed.start(later(minutes=11))
    assert new.number == 2
    assert Attempt.objects.get(pk=old.pk).state == AttemptState.GRADED


def test_editing_a_question_changes_neither_a_running_nor_a_past_attempt(quizzed) -> None:
    attempt = quizzed.start()
    answer_all(attempt)
    question = Question.objects.get(pk=quizzed.questions[2].pk)
    question.content[0].value["answer"] = "false"
    question.save()
    publish_question(question=question)
    assert submit_attempt(attempt=attempt).fraction == 1


def test_a_regrade_uses_the_corrected_key_and_keeps_the_first_grading(quizzed) -> None:
    attempt = quizzed.start()
    answer_all(attempt, {**RIGHT, "true_false": "false"})
    first = submit_attempt(attempt=attempt)
    question = Question.objects.get(pk=quizzed.questions[2].pk)
    question.content[0].value["answer"] = "false"
    question.save()
    version = publish_question(question=question)

    second = regrade_attempt(attempt=attempt, graded_by=quizzed.cast.trainer, note="Sửa đáp án")

    attempt.refresh_from_db()
    first.refresh_from_db()
    assert (first.number, second.number) == (1, 2)
    assert first.fraction < second.fraction == attempt.fraction == 1
    assert second.responses.get(slot=3).question_version == version
    assert (second.reason, second.note) == (GradingReason.REGRADED, "Sửa đáp án")


def test_a_regrade_judges_by_the_seen_version_where_the_answer_no_longer_fits(quizzed) -> None:
    attempt = quizzed.start()
    answer_all(attempt)
    submit_attempt(attempt=attempt)
    question = Question.objects.get(pk=quizzed.questions[0].pk)
    del question.content[0].value["options"][0]
    question.save()
    publish_question(question=question)
    second = regrade_attempt(attempt=attempt, graded_by=quizzed.cast.trainer, note="")
    assert second.fraction == 1


def test_a_running_attempt_cannot_be_regraded(quizzed) -> None:
    with pytest.raises(ValueError, match="graded"):
        regrade_attempt(attempt=quizzed.start(), graded_by=quizzed.cast.trainer, note="")


def test_publishing_unchanged_content_makes_no_version(quizzed) -> None:
    question = Question.objects.get(pk=quizzed.questions[0].pk)
    before = question.current_version_id
    assert publish_question(question=question).pk == before
    assert question.versions.count() == 1


def test_questions_are_flagged_and_unflagged(quizzed) -> None:
    attempt = quizzed.start()
    assert flag_questions(attempt=attempt, flags={1: True, 3: True, 99: True}) == [1, 3]
    assert flag_questions(attempt=attempt, flags={1: False}) == [3]
