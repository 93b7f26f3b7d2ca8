"""Single choice: one known option, or nothing."""

from typing import Any

import pytest

from assessments.exceptions import InvalidAnswer
from assessments.question_types.single_choice import SingleChoice
from tests.assessments.question_types.bad_input import NOT_ANSWERS

KIND: Any = SingleChoice()
BODY = {
    "options": [
        {"id": "a", "text": "LGSP", "correct": True, "feedback": ""},
        {"id": "b", "text": "NDXP", "correct": False, "feedback": "quốc gia"},
        {"id": "c", "text": "VNeID", "correct": False, "feedback": ""},
    ]
}


@pytest.mark.parametrize(("answer", "fraction"), [("a", 1), ("b", 0), ("c", 0), (None, 0)])
def test_only_the_right_option_earns(answer, fraction) -> None:
    assert KIND.grade(BODY, answer) == fraction


@pytest.mark.parametrize("answer", [*NOT_ANSWERS, "A", "a ", "ａ", ["a"]])
def test_what_is_no_option_is_refused(answer) -> None:
    with pytest.raises(InvalidAnswer):
        KIND.check_answer(BODY, answer)


@pytest.mark.parametrize("answer", [None, ""])
def test_nothing_chosen_is_no_answer(answer) -> None:
    assert KIND.check_answer(BODY, answer) is None


def test_the_field_shows_the_options_in_the_order_of_the_paper_and_nothing_else() -> None:
    field = KIND.form_field(BODY, ["c", "a", "b"])
    assert list(field.choices) == [("c", "VNeID"), ("a", "LGSP"), ("b", "NDXP")]
    assert field.clean("") == ""


def test_answers_and_key_in_words() -> None:
    assert KIND.answer_text(BODY, "b") == ["NDXP"]
    assert KIND.answer_text(BODY, None) == []
    assert KIND.key_text(BODY) == ["LGSP"]
