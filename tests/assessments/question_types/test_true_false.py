"""True or false: exactly these two words."""

from typing import Any

import pytest

from assessments.exceptions import InvalidAnswer
from assessments.question_types.true_false import TrueFalse
from tests.assessments.question_types.bad_input import NOT_ANSWERS

KIND: Any = TrueFalse()


@pytest.mark.parametrize(
    ("key", "answer", "fraction"),
    [
        *(("true", "true", 1), ("true", "false", 0), ("true", None, 0)),
        *(("false", "true", 0), ("false", "false", 1), ("false", None, 0)),
    ],
)
def test_every_answer_against_every_key(key, answer, fraction) -> None:
    assert KIND.grade({"answer": key, "feedback": ""}, answer) == fraction


@pytest.mark.parametrize("answer", [*NOT_ANSWERS, "True", "TRUE", "1", "0", "yes", "đúng", "0e123"])
def test_anything_else_is_refused(answer) -> None:
    with pytest.raises(InvalidAnswer):
        KIND.check_answer({"answer": "true", "feedback": ""}, answer)


@pytest.mark.parametrize(("given", "stored"), [("true", "true"), ("", None), (None, None)])
def test_what_is_stored(given, stored) -> None:
    assert KIND.check_answer({"answer": "true", "feedback": ""}, given) == stored


@pytest.mark.parametrize("feedback", ["Xem Điều 3.", "", None])
def test_the_key_and_the_feedback_are_frozen(feedback) -> None:
    value = KIND.block().to_python({"answer": "false", "feedback": feedback})
    assert KIND.freeze(value) == {"answer": "false", "feedback": feedback or ""}


def test_the_field_offers_both_and_the_key_in_words_is_one() -> None:
    body = {"answer": "false", "feedback": "Không đúng"}
    assert [value for value, _label in KIND.form_field(body, []).choices] == ["true", "false"]
    assert len(KIND.key_text(body)) == 1
    assert KIND.answer_text(body, None) == []
