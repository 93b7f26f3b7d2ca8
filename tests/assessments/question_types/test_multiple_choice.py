"""Multiple choice: a set of known options; guessing everything earns nothing."""

import random
from itertools import combinations
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from assessments.exceptions import InvalidAnswer
from assessments.question_types.multiple_choice import MultipleChoice
from tests.assessments.makers import ids
from tests.assessments.question_types.bad_input import NOT_ANSWERS

KIND: Any = MultipleChoice()
BODY = {
    "options": [{"id": i, "text": f"Ý {i}", "correct": i in "ab", "feedback": ""} for i in "abcd"]
}

# Neither in the order of their ids nor, as it may happen, in that of a set of few.
MANY = {
    "options": [
        {"id": i, "text": f"Ý {i}", "correct": i in ("k9", "c3", "f7"), "feedback": ""}
        for i in ("k9", "x1", "c3", "b2", "m4", "f7", "a8", "z5")
    ]
}
RIGHT_OF_MANY = ["k9", "c3", "f7"]


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
    assert KIND.check_answer(MANY, [each["id"] for each in MANY["options"]]) == sorted(
        each["id"] for each in MANY["options"]
    )


def test_as_many_as_a_question_may_have_are_chosen_and_no_more() -> None:
    assert KIND.check_answer(BODY, ["a"] * 12) == ["a"]
    with pytest.raises(InvalidAnswer):
        KIND.check_answer(BODY, ["a"] * 13)


def test_where_nothing_is_wrong_choosing_all_earns_all() -> None:
    body = {"options": [each for each in BODY["options"] if each["correct"]]}
    assert [KIND.grade(body, chosen) for chosen in (["a", "b"], ["a"])] == [1, 0.5]


def test_a_wrong_sample_leaves_out_one_right_option_for_a_wrong_one() -> None:
    for seed in range(10):
        rng = random.Random(seed)
        assert KIND.sample_answer(MANY, rng, right=True) == sorted(RIGHT_OF_MANY)
        wrong = KIND.sample_answer(MANY, rng, right=False)
        assert wrong == sorted(wrong)
        assert set(wrong) & set(RIGHT_OF_MANY) == set(RIGHT_OF_MANY[:-1])


def test_two_options_with_the_same_text_are_refused() -> None:
    block = KIND.block()
    for text in ("a", " a "):
        options = [{"text": "a", "correct": True}, {"text": "b"}, {"text": text}]
        with pytest.raises(ValidationError, match="trùng nội dung"):
            block.clean(block.to_python(KIND.from_row({"options": options}, ids())))


def test_answers_and_key_in_words() -> None:
    assert KIND.answer_text(BODY, ["d", "b"]) == ["Ý b", "Ý d"]
    assert KIND.answer_text(BODY, None) == []
    assert KIND.key_text(BODY) == ["Ý a", "Ý b"]
    assert next(iter(KIND.form_field(BODY, list("dcba")).choices)) == ("d", "Ý d")
