"""YAML in which text stays text."""

import pytest

from lms.core.plain_yaml import PlainYamlError, load_plain_yaml

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.mark.parametrize(
    "text",
    ["12:30", "007", "1.50", "0x10", "1_000", "1e3", ".inf", "no", "Yes", "on", "2026-01-02"],
)
def test_a_scalar_is_the_text_that_is_written(text) -> None:
    assert load_plain_yaml(f"a: {text}") == {"a": text}
    assert load_plain_yaml(f"[{text}]") == [text]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("true", True), ("False", False), ("null", None), ("~", None), ("", None)),
        *(("'true'", "true"), ("truely", "truely"), ("nullable", "nullable"), ("''", "")),
    ],
)
def test_only_true_false_and_nothing_are_more_than_text(text, value) -> None:
    assert load_plain_yaml(f"a: {text}") == {"a": value}


def test_a_mapping_knows_its_line() -> None:
    rows = load_plain_yaml("# first\nrows:\n  - a: 1\n    b: 2\n\n  - {a: 3}\n")
    assert [row.line for row in rows["rows"]] == [3, 6]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: 1\nb: 2\na: 3", "line 3: the key 'a' is given twice"),
        ("- {a: 1, a: 1}", "line 1: the key 'a' is given twice"),
        ("a: [1", "line 1: "),
        ("a: !!python/name:os.system x", "line 1: this cannot be read"),
        ("{[a]: 1}", "line 1: this cannot be read"),
        ("a: \x00", "special characters are not allowed"),
    ],
)
def test_what_is_no_yaml_or_says_a_thing_twice_is_refused_in_one_line(text, says) -> None:
    with pytest.raises(PlainYamlError) as refused:
        load_plain_yaml(text)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)
