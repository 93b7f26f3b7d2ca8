"""Multiple choice: a set of known options; guessing everything earns nothing."""

from itertools import combinations
from typing import Any

import pytest

from assessments.exceptions import InvalidAnswer
from assessments.question_types.multiple_choice import MultipleChoice
from tests.assessments.question_types.bad_input import NOT_ANSWERS

KIND: Any = MultipleChoice()
BODY = {
    "options": [{"id": i, "text": f"Ý {i}", "correct": i in "ab", "feedback": ""} for i in "abcd"]
}


@pytest.mark.parametrize(
    ("answer", "fraction"),
    [
        (["a", "b"], 1),
        (["a"], 0.5),
        (["a", "b", "c"], 0.5),
        (["a", "c"], 0),
        (["a", "b", "c", "d"], 0),
        (["c", "d"], 0),
        (["c"], 0),
        (None, 0),
        ([], 0),
    ],
)
def test_right_choices_earn_and_wrong_ones_cost(answer, fraction) -> None:
    assert KIND.grade(BODY, answer) == fraction


def test_every_answer_lies_within_bounds_and_only_the_key_is_full() -> None:
    for size in range(5):
        for chosen in combinations("abcd", size):
            fraction = KIND.grade(BODY, list(chosen))
            assert 0 <= fraction <= 1
            assert (fraction == 1) is (chosen == ("a", "b"))


@pytest.mark.parametrize("answer", [*NOT_ANSWERS, "a", ["a", "e"], ["a", 1], ["a", None]])
def test_attack_27_what_is_no_set_of_options_is_refused(answer) -> None:
    with pytest.raises(InvalidAnswer):
        KIND.check_answer(BODY, answer)


@pytest.mark.parametrize("answer", [None, "", []])
def test_nothing_chosen_is_no_answer(answer) -> None:
    assert KIND.check_answer(BODY, answer) is None


def test_order_and_repetition_do_not_matter() -> None:
    assert KIND.check_answer(BODY, ["b", "a", "b"]) == ["a", "b"]


def test_answers_and_key_in_words() -> None:
    assert KIND.answer_text(BODY, ["d", "b"]) == ["Ý b", "Ý d"]
    assert KIND.answer_text(BODY, None) == []
    assert KIND.key_text(BODY) == ["Ý a", "Ý b"]
    assert next(iter(KIND.form_field(BODY, list("dcba")).choices)) == ("d", "Ý d")
