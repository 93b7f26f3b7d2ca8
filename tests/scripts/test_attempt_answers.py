"""Answers on the page, of every kind: read as the form would post them, and written again."""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from django.http import QueryDict
from django.utils.http import urlencode

from assessments.question_types import QUESTION_TYPES
from tests.assessments.makers import sample_body
from tests.assessments.samples import drawn, sample_form

pytestmark = pytest.mark.browser

Run = Callable[..., Any]
ANSWER = """async ([html, answer]) => {
  const { read, same, write } = await import("/static/attempt_answers.js");
  document.body.innerHTML = `<form>${html}</form>`;
  const question = document.querySelector("[data-question-slot]");
  document.querySelector("[name=flag1]").checked = true;
  const open = read(question);
  write(question, answer);
  const given = read(question);
  const posted = [...new FormData(document.querySelector("form"))];
  write(question, null);
  return { open, given, posted, cleared: read(question), same: same(given, answer) };
}"""


@pytest.mark.parametrize("right", [True, False])
@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_an_answer_is_read_as_it_would_be_posted_and_can_be_taken_back(
    run: Run, kind: str, right: bool
):
    question_type = QUESTION_TYPES[kind]
    body = sample_body(question_type)
    answer = question_type.sample_answer(body, Random(1), right=right)

    seen = run(ANSWER, [drawn(sample_form(kind)), answer])

    assert (seen["open"], seen["cleared"]) == (None, None)
    assert seen["same"]
    assert question_type.check_answer(body, seen["given"]) == answer
    form = sample_form(kind, QueryDict(urlencode([*seen["posted"], ("sequence", "0")])))
    assert form.is_valid()
    assert form.answers == {1: answer}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (["a", "b"], ["b", "a"], True),
        (["a", "b"], ["a"], False),
        ({"a": "x", "b": "y"}, {"b": "y", "a": "x"}, True),
        ({"a": "x"}, {"a": "y"}, False),
        ("a", "a", True),
        ("a", "b", False),
        (None, None, True),
        (None, "", False),
    ],
)
def test_two_answers_are_the_same_whatever_their_order(run: Run, one, other, same):
    script = """async ([one, other]) => {
      const { same } = await import("/static/attempt_answers.js");
      return same(one, other);
    }"""
    assert run(script, [one, other]) is same
