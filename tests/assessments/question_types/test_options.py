"""What the kinds with a list of options share: ids that last, the order shown, the feedback."""

import random
import re
from typing import Any

import pytest

from assessments.question_types.base import OptionFeedback
from assessments.question_types.multiple_choice import MultipleChoice
from assessments.question_types.options import options_block, short_ids, shuffled_ids
from assessments.question_types.single_choice import SingleChoice

KIND: Any = MultipleChoice()
ONE: Any = SingleChoice()
OPTIONS = [
    {"id": i, "text": f"Ý {i}", "correct": i == "b", "feedback": f"Vì {i}" if i != "d" else ""}
    for i in "abcd"
]
BODY = {"options": OPTIONS}


def children(*ids: str) -> Any:
    """Return the options of a block as they are stored, with ids of their own."""
    value = {"text": "Ý", "correct": False, "feedback": ""}
    return options_block().to_python([{"type": "item", "value": value, "id": i} for i in ids])


def test_an_author_begins_with_two_empty_options() -> None:
    value = options_block().get_default()
    assert [dict(option) for option in value] == [
        {"text": "", "correct": False, "feedback": ""}
    ] * 2


def test_ids_are_the_first_eight_signs_of_those_of_the_blocks() -> None:
    ids = short_ids(children("12345678-90ab-4000-8000-000000000000", "87654321-90ab-4000-8000-1"))
    assert ids == ["12345678", "87654321"]


@pytest.mark.parametrize(
    ("first", "second", "length"),
    [("12345678-9", "12345678-8", 9), ("12345678-90a", "12345678-90b", 11)],
)
def test_ids_grow_until_they_differ(first, second, length) -> None:
    ids = short_ids(children(first, second))
    assert [len(each) for each in ids] == [length] * 2
    assert len(set(ids)) == 2
    assert all(re.fullmatch("[0-9a-f]+", each) for each in ids)


def test_one_block_given_twice_has_one_id() -> None:
    assert short_ids(children("12345678-9", "12345678-9")) == ["12345678"] * 2


@pytest.mark.parametrize("feedback", ["Vì thế.", "", None])
def test_what_is_stored_is_the_text_the_key_and_the_feedback(feedback) -> None:
    value = {"text": "  Ý   một ", "correct": True, "feedback": feedback}
    block = KIND.block()
    (frozen,) = KIND.freeze(
        block.to_python({"options": [{"type": "item", "value": value, "id": "12345678-9"}]})
    )["options"]
    assert frozen == {
        "id": "12345678",
        "text": "Ý một",
        "correct": True,
        "feedback": feedback or "",
    }


def test_options_are_shuffled_only_where_that_is_wanted() -> None:
    orders = {tuple(shuffled_ids(OPTIONS, random.Random(n), shuffle=True)) for n in range(500)}
    assert len(orders) == 24
    kept = {tuple(shuffled_ids(OPTIONS, random.Random(n), shuffle=False)) for n in range(20)}
    assert kept == {("a", "b", "c", "d")}


def test_feedback_stands_in_the_order_in_which_the_options_were_shown() -> None:
    assert KIND.option_feedback(BODY, ["b", "c"], ["d", "b", "a", "c"]) == [
        OptionFeedback("Ý d", False, False, ""),
        OptionFeedback("Ý b", True, True, "Vì b"),
        OptionFeedback("Ý a", False, False, "Vì a"),
        OptionFeedback("Ý c", True, False, "Vì c"),
    ]


def test_options_that_were_not_shown_stand_behind_the_others_as_they_are_stored() -> None:
    shown = [each.text for each in KIND.option_feedback(BODY, None, ["c"])]
    assert shown == ["Ý c", "Ý a", "Ý b", "Ý d"]


@pytest.mark.parametrize(("answer", "chosen"), [(None, []), ("c", ["Ý c"])])
def test_of_one_choice_only_what_was_chosen_is_marked(answer, chosen) -> None:
    feedback = ONE.option_feedback(BODY, answer, list("abcd"))
    assert [each.text for each in feedback if each.chosen] == chosen
    assert ONE.answer_text(BODY, answer) == chosen
    assert ONE.chosen_ids(answer) == ({answer} if answer else set())
