"""The command that grades what nobody came back to."""

from io import StringIO

from django.core.management import call_command

from assessments.words import AttemptState


def test_the_command_grades_what_ran_out_and_says_how_many(quizzed) -> None:
    quizzed.change(time_limit_minutes=5)
    attempt = quizzed.start()
    said = []
    for _ in range(2):
        out = StringIO()
        call_command("close_expired_attempts", stdout=out)
        said.append(out.getvalue().split()[0])
    attempt.refresh_from_db()
    assert said == ["1", "0"]
    assert attempt.state == AttemptState.GRADED
