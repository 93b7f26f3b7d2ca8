"""Matching: known left sides to known right sides; the ids betray no pair."""

import random
from fractions import Fraction

import pytest

from assessments.exceptions import InvalidAnswer
from assessments.question_types.matching import Matching, MatchingBlock
from tests.assessments.makers import CONTENT
from tests.assessments.question_types.bad_input import NOT_ANSWERS

KIND = Matching()
BODY = {
    "lefts": [{"id": i, "text": f"trái {i}"} for i in "abc"],
    "rights": [{"id": i, "text": f"phải {i}"} for i in "wxyz"],
    "key": {"a": "x", "b": "y", "c": "z"},
}


@pytest.mark.parametrize(
    ("answer", "hits"),
    [
        ({"a": "x", "b": "y", "c": "z"}, 3),
        ({"a": "x", "b": "y"}, 2),
        ({"a": "x", "b": "x", "c": "x"}, 1),
        ({"a": "y", "b": "z", "c": "x"}, 0),
        (None, 0),
        ({}, 0),
    ],
)
def test_each_right_pair_earns_the_same(answer, hits) -> None:
    assert KIND.grade(BODY, answer) == Fraction(hits, 3)


OTHERS = [{"a": "a"}, {"x": "x"}, {"a": 1}, {"a": ["x"]}, {"a": True}, {1: "x"}, ["a", "x"], "a"]


@pytest.mark.parametrize("answer", [*NOT_ANSWERS, *OTHERS])
def test_what_is_no_pairing_is_refused(answer) -> None:
    with pytest.raises(InvalidAnswer):
        KIND.check_answer(BODY, answer)


@pytest.mark.parametrize("answer", [None, "", {}, {"a": "", "b": None}])
def test_nothing_matched_is_no_answer(answer) -> None:
    assert KIND.check_answer(BODY, answer) is None


def frozen() -> dict:
    block = MatchingBlock()
    return KIND.freeze(block.to_python(CONTENT["matching"]))


def test_ids_and_order_of_the_right_sides_tell_nothing_about_the_pairs() -> None:
    body = frozen()
    for left, right in body["key"].items():
        assert left not in right
        assert right[1:] not in left
    ids = [right["id"] for right in body["rights"]]
    assert ids == sorted(ids)
    orders = {tuple(KIND.option_order(body, random.Random(n), shuffle=False)) for n in range(30)}
    assert len(orders) == 6


def test_right_sides_with_the_same_text_are_one() -> None:
    content = {**CONTENT["matching"], "distractors": []}
    for pair in (pairs := [dict(each) for each in content["pairs"]]):
        pair["value"] = {**pair["value"], "right": " huyện " if pair is pairs[0] else "huyện"}
    body = KIND.freeze(MatchingBlock().to_python({**content, "pairs": pairs}))
    assert len(body["rights"]) == 1
    assert len(set(body["key"].values())) == 1


def test_the_field_takes_one_choice_for_each_left_side() -> None:
    field = KIND.form_field(BODY, list("zyxw"))
    assert field.clean(["x", "", "z"]) == {"a": "x", "c": "z"}
    assert field.clean(["", "", ""]) == {}
    html = field.widget.render("q1", {"a": "x"})
    assert html.count("<select") == 3
    assert "trái a" in html


def test_answers_and_key_in_words() -> None:
    assert KIND.answer_text(BODY, {"b": "w"}) == ["trái b → phải w"]
    assert KIND.key_text(BODY)[0] == "trái a → phải x"
    assert KIND.answer_text(BODY, None) == []
