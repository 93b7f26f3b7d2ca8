"""Numbers as Vietnamese officials write them, and nothing that is not one."""

from decimal import Decimal

import pytest

from assessments.exceptions import InvalidAnswer
from assessments.question_types.numeric import Numeric, plain, readings
from tests.assessments.question_types.bad_input import NOT_ANSWERS

KIND = Numeric()


def body(answer: str, tolerance: str = "0", unit: str = "") -> dict[str, str]:
    return {"answer": answer, "tolerance": tolerance, "unit": unit}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1,5", {"1.5"}),
        ("1.5", {"1.5"}),
        (" 1,5 ", {"1.5"}),
        ("+1,5", {"1.5"}),
        ("-1,5", {"-1.5"}),
        ("−1,5", {"-1.5"}),
        (",5", {"0.5"}),
        ("5,", {"5"}),
        ("007", {"7"}),
        ("1 234 567", {"1234567"}),
        ("1.234.567", {"1234567"}),
        ("1.234.567,8", {"1234567.8"}),
        ("1,234,567.8", {"1234567.8"}),
        ("1.234,5", {"1234.5"}),
        ("1,234.5", {"1234.5"}),
        ("1.961", {"1.961", "1961"}),
        ("1,961", {"1.961", "1961"}),
        ("0.464", {"0.464"}),
        ("0,464", {"0.464"}),
        ("1.96", {"1.96"}),
        ("1.9611", {"1.9611"}),
        ("1234.567", {"1234.567"}),
        ("-0", {"0"}),
    ],
)
def test_how_numbers_are_read(text, numbers) -> None:
    assert readings(text) == {Decimal(number) for number in numbers}


NOT_NUMBERS = [
    *(
        "NaN",
        "nan",
        "Infinity",
        "-inf",
        "1e309",
        "1E5",
        "0x10",
        "1_000",
        "½",
        "٣",
        "१",
        "１２",
        "²",
    ),
    *(
        "1,2,3",
        "1.2.3",
        "1..2",
        "1,,2",
        "1.234.56",
        "1,5%",
        "abc",
        "--1",
        "+-1",
        ".",
        ",",
        "-",
        "=",
    ),
    *("1;2", "1/2", "=1+1", "1\N{ARABIC DECIMAL SEPARATOR}5", "9" * 41, "9" * 10_000),
]


@pytest.mark.parametrize("answer", [*NOT_ANSWERS, *NOT_NUMBERS])
def test_attack_28_what_is_no_number_is_refused(answer) -> None:
    with pytest.raises(InvalidAnswer):
        KIND.check_answer(body("1"), answer)


@pytest.mark.parametrize("answer", [None, "", "  "])
def test_nothing_written_is_no_answer(answer) -> None:
    assert KIND.check_answer(body("1"), answer) is None
    assert KIND.grade(body("0"), None) == 0


@pytest.mark.parametrize(
    ("key", "tolerance", "answer", "fraction"),
    [
        ("46.4", "0.05", "46,4", 1),
        ("46.4", "0.05", "46,45", 1),
        ("46.4", "0.05", "46,35", 1),
        ("46.4", "0.05", "46,451", 0),
        ("46.4", "0.05", "464", 0),
        ("46.4", "0", "46.40", 1),
        ("0.3", "0", "0,3", 1),
        ("0.1", "0.2", "0,3", 1),
        ("1961", "3", "1.961", 1),
        ("1961", "3", "1961", 1),
        ("1961", "3", "1.957", 0),
        ("1.961", "0", "1,961", 1),
        ("0", "0", "-0", 1),
        ("-5", "0", "−5", 1),
        ("-5", "0", "5", 0),
        ("12345678901234567890", "0", "12345678901234567890", 1),
        ("12345678901234567890", "0", "12345678901234567891", 0),
    ],
)
def test_right_within_the_tolerance_and_not_beyond(key, tolerance, answer, fraction) -> None:
    question = body(key, tolerance)
    assert KIND.grade(question, KIND.check_answer(question, answer)) == fraction


@pytest.mark.parametrize(
    ("number", "text"),
    [("15.0", "15"), ("100", "100"), ("1E+2", "100"), ("0.50", "0.5"), ("0", "0"), ("-0.0", "-0")],
)
def test_numbers_are_frozen_plainly(number, text) -> None:
    assert plain(Decimal(number)) == text


def test_answers_and_key_in_words() -> None:
    question = body("46.4", "0.05", "%")
    assert KIND.answer_text(question, "46,4") == ["46,4 %"]
    assert KIND.answer_text(question, None) == []
    assert KIND.key_text(question) == ["46,4 ± 0,05 %"]
    assert KIND.key_text(body("5")) == ["5"]
