"""Every kind of question is complete: registered, with a template and a test of its own."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.template.loader import get_template

from assessments.question_types import QUESTION_TYPES
from tests.assessments.makers import CONTENT, RIGHT, WRONG, option


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_each_kind_has_a_template_and_a_test(kind) -> None:
    assert get_template(f"assessments/question_types/{kind}.html")
    assert (Path(__file__).parent / f"test_{kind}.py").exists()


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_each_kind_freezes_checks_and_grades(kind) -> None:
    question_type = QUESTION_TYPES[kind]
    block = question_type.block()
    body = question_type.freeze(block.clean(block.to_python(CONTENT[kind])))
    right = question_type.check_answer(body, RIGHT[kind])
    assert question_type.grade(body, right) == 1
    assert question_type.grade(body, question_type.check_answer(body, WRONG[kind])) == 0
    assert question_type.key_text(body)


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
