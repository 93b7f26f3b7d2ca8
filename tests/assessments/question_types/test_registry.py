"""Every kind of question is complete: its file, its template, its test and its sample."""

import json
import re
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder

from assessments.question_types import QUESTION_TYPES
from assessments.question_types.rows import InvalidRow
from tests.assessments.makers import CONTENT, ids, option, sample_body
from tests.assessments.samples import drawn, sample_form

ROOT = Path(__file__).parents[3]
SCRIPT = ROOT / "lms" / "static" / "js" / "attempt_answers.js"
every_kind = pytest.mark.parametrize("kind", QUESTION_TYPES)


@every_kind
def test_each_kind_has_its_file_its_template_and_its_test(kind) -> None:
    assert (ROOT / "assessments" / "question_types" / f"{kind}.py").exists()
    assert (ROOT / "templates" / "assessments" / "question_types" / f"{kind}.html").exists()
    assert (Path(__file__).parent / f"test_{kind}.py").exists()


@every_kind
@pytest.mark.parametrize("seed", range(20))
def test_the_samples_of_each_kind_are_graded_exactly_once_frozen_and_stored(kind, seed) -> None:
    question_type, rng = QUESTION_TYPES[kind], Random(seed)
    frozen = sample_body(question_type)
    body = json.loads(json.dumps(frozen))
    assert body == frozen
    shares = {}
    for right in (True, False):
        given = question_type.sample_answer(body, rng, right=right)
        answer = json.loads(json.dumps(question_type.check_answer(body, given)))
        assert question_type.check_answer(body, answer) == answer
        assert question_type.answer_text(body, answer)
        shares[right] = question_type.grade(body, answer)
        assert type(shares[right]) is Fraction
    assert shares[True] == 1
    assert 0 <= shares[False] < 1
    assert question_type.grade(body, None) == 0
    assert question_type.key_text(body)


@every_kind
def test_a_row_of_a_file_is_written_as_it_was_read(kind) -> None:
    question_type = QUESTION_TYPES[kind]
    block = question_type.block()
    value = block.clean(block.to_python(CONTENT[kind]))

    row = question_type.to_row(value)

    assert row == question_type.sample_row
    again = block.clean(block.to_python(question_type.from_row(row, ids())))
    assert question_type.freeze(again) == question_type.freeze(value)
    # What an author has saved and opened again is the same value.
    stored = block.to_python(json.loads(DjangoJSONEncoder().encode(block.get_prep_value(value))))
    assert question_type.freeze(stored) == question_type.freeze(value)


@every_kind
@pytest.mark.usefixtures("in_english")
def test_a_misspelt_key_and_a_value_of_another_type_are_refused_by_name(kind) -> None:
    question_type = QUESTION_TYPES[kind]
    row = question_type.sample_row
    with pytest.raises(InvalidRow, match="unknown key 'corect'"):
        question_type.from_row({**row, "corect": True}, ids())
    with pytest.raises(InvalidRow, match="keys and values"):
        question_type.from_row([row], ids())
    for key in row:
        for value in ({"a": "b"}, 1.5j):
            with pytest.raises(InvalidRow, match=f"'{key}' must be"):
                question_type.from_row({**row, key: value}, ids())


@every_kind
def test_the_script_knows_how_to_read_each_kinds_widget(kind) -> None:
    shapes = re.findall(r"^  (\w+): \{$", SCRIPT.read_text(encoding="utf-8"), re.MULTILINE)
    html = drawn(sample_form(kind))
    (shape,) = re.findall(r'data-answer="(\w+)"', html)
    assert shape in shapes
    before, inside = html.split("data-answer=")
    names = re.compile(r'name="q1(_\w+)?"')
    assert names.search(inside)
    assert not names.search(before)


@every_kind
def test_an_answer_that_cannot_be_taken_back_in_its_field_has_a_button_for_it(kind) -> None:
    html = drawn(sample_form(kind))
    assert ('value="clear-1"' in html) is QUESTION_TYPES[kind].may_be_cleared
    assert QUESTION_TYPES[kind].may_be_cleared or 'type="radio"' not in html


def choice(*options: dict) -> dict:
    return {"options": list(options)}


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("single_choice", choice(option(1, "a"), option(2, "b"))),
        ("single_choice", choice(option(1, "a", True), option(2, "b", True))),
        ("single_choice", choice(option(1, "a", True))),
        ("single_choice", choice(option(1, "a", True), option(2, " a "))),
        ("single_choice", choice(option(1, "a", True), option(2, ""))),
        ("single_choice", choice(*(option(n, str(n), n == 1) for n in range(1, 14)))),
        ("multiple_choice", choice(option(1, "a"), option(2, "b"))),
        ("multiple_choice", choice(option(1, "a", True), option(2, "b", True))),
        ("true_false", {"answer": "maybe"}),
        ("true_false", {"answer": ""}),
        ("short_text", {"accepted": []}),
        ("numeric", {"answer": "NaN", "tolerance": "0"}),
        ("numeric", {"answer": "Infinity", "tolerance": "0"}),
        ("numeric", {"answer": "1e309", "tolerance": "0"}),
        ("numeric", {"answer": "1", "tolerance": "-1"}),
        ("matching", {"pairs": [], "distractors": []}),
        ("matching", {"pairs": CONTENT["matching"]["pairs"][:1], "distractors": []}),
    ],
)
def test_an_author_cannot_save_a_question_without_a_clear_key(kind, content) -> None:
    block = QUESTION_TYPES[kind].block()
    with pytest.raises(ValidationError):
        block.clean(block.to_python(content))
