"""What nobody came back to is graded, each attempt by itself."""

from assessments.marking import gradings
from assessments.models import Attempt
from assessments.words import AttemptState
from lms.web.models import Postponed
from lms.web.owed import take_up_owed


def test_what_ran_out_is_graded_once(quizzed) -> None:
    quizzed.change(time_limit_minutes=5)
    attempt = quizzed.start()
    assert [take_up_owed()["attempts"] for _again in range(2)] == [1, 0]
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.GRADED


def test_an_attempt_that_cannot_be_graded_keeps_no_other_from_it(
    quizzed, cast, monkeypatch
) -> None:
    quizzed.change(time_limit_minutes=5)
    stuck = quizzed.start()
    submit = gradings.submit_attempt

    def submit_others(*, attempt, **rest):
        if attempt.pk == stuck.pk:
            raise ValueError("a question that nobody can mark")
        return submit(attempt=attempt, **rest)

    monkeypatch.setattr(gradings, "submit_attempt", submit_others)
    assert take_up_owed()["attempts"] == 0
    put_off = Postponed.objects.get()
    assert (put_off.what, put_off.key, put_off.tries) == ("attempts", str(stuck.pk), 1)
    assert "a question that nobody can mark" in put_off.error
    monkeypatch.setattr(gradings, "submit_attempt", submit)
    assert take_up_owed(now=put_off.next_try_at)["attempts"] == 1
    assert Attempt.objects.get().state == AttemptState.GRADED
    assert not Postponed.objects.exists()
