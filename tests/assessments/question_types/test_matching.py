"""Matching: known left sides to known right sides; the ids betray no pair."""

import random
import re
from fractions import Fraction
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError

from assessments.exceptions import InvalidAnswer
from assessments.question_types.matching import Matching, MatchingBlock
from tests.assessments.makers import CONTENT, ids
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


def test_what_is_left_open_is_no_part_of_the_answer() -> None:
    assert KIND.check_answer(BODY, {"a": "", "c": "x", "b": None}) == {"c": "x"}


def cleaned(pairs: list[tuple[str, str]], distractors: list[str]) -> Any:
    block = MatchingBlock()
    row = {
        "pairs": [{"left": left, "right": right} for left, right in pairs],
        "distractors": distractors,
    }
    return block.clean(block.to_python(KIND.from_row(row, ids())))


def test_left_sides_must_differ_and_right_sides_may_not_all_be_one() -> None:
    assert cleaned([("a", "x"), ("b", "y")], [])
    assert cleaned([("a", "x"), ("b", "x")], ["y"])
    with pytest.raises(ValidationError, match="trùng vế trái"):
        cleaned([("a", "x"), (" a ", "y")], ["z"])
    for distractors in ([], ["x"], [" x "]):
        with pytest.raises(ValidationError, match="ít nhất hai"):
            cleaned([("a", "x"), ("b", "x ")], distractors)


def test_extra_right_sides_are_none_where_a_file_has_none() -> None:
    pairs = [{"left": "a", "right": "x"}, {"left": "b", "right": "y"}]
    content = KIND.from_row({"pairs": pairs}, ids())
    assert content["distractors"] == []


def frozen() -> dict:
    block = MatchingBlock()
    return KIND.freeze(block.to_python(CONTENT["matching"]))


def test_ids_and_order_of_the_right_sides_tell_nothing_about_the_pairs() -> None:
    body = frozen()
    for left, right in body["key"].items():
        assert left not in right
        assert right[1:] not in left
    given = [right["id"] for right in body["rights"]]
    assert given == sorted(given)
    assert all(re.fullmatch("r[0-9a-f]{12}", each) for each in given)
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
    assert field.clean(None) == {}
    page = BeautifulSoup(field.widget.render("q1", {"a": "x"}), "html.parser")
    selects = page.select("select")
    assert [select["name"] for select in selects] == ["q1_a", "q1_b", "q1_c"]
    for select in selects:
        assert [each.get("value", "") for each in select.select("option")] == ["", *"zyxw"]
    assert [each["value"] for each in page.select("option[selected]")] == ["x", "", ""]
    assert "trái a" in page.get_text()


def test_a_field_without_an_answer_is_drawn_with_nothing_chosen() -> None:
    page = BeautifulSoup(
        KIND.form_field(BODY, list("zyxw")).widget.render("q1", None), "html.parser"
    )
    assert [each["value"] for each in page.select("option[selected]")] == ["", "", ""]


def test_answers_and_key_in_words() -> None:
    assert KIND.answer_text(BODY, {"b": "w"}) == ["trái b → phải w"]
    assert KIND.key_text(BODY)[0] == "trái a → phải x"
    assert KIND.answer_text(BODY, None) == []
