"""What a kind of question must offer: pure functions over plain JSON."""

import random
from typing import Any, Protocol

from django import forms
from django.utils.functional import Promise
from wagtail.blocks import StructBlock, StructValue

Body = dict[str, Any]
Answer = Any


class QuestionType(Protocol):
    """One kind of question.

    `body` is the frozen, kind-specific JSON of a `QuestionVersion` (key included); `answer` is
    the JSON a learner's answer is stored as, None when there is none.
    """

    @property
    def kind(self) -> str: ...

    @property
    def label(self) -> str | Promise: ...

    @property
    def block(self) -> type[StructBlock]:
        """Return the block in which an author writes the answers."""
        ...

    def freeze(self, value: StructValue) -> Body:
        """Return the author's value as plain JSON with stable option ids."""
        ...

    def option_order(self, body: Body, rng: random.Random, shuffle: bool) -> list[str]:
        """Return the ids of the options in the order this learner sees them; [] if none."""
        ...

    def form_field(self, body: Body, order: list[str]) -> forms.Field:
        """Return the form field that takes an answer; nothing in it tells the key."""
        ...

    def check_answer(self, body: Body, answer: Any) -> Answer:
        """Return the answer in its stored form (None: not answered), or raise InvalidAnswer."""
        ...

    def grade(self, body: Body, answer: Answer) -> float:
        """Return the fraction 0..1 an answer earns; None earns 0."""
        ...

    def answer_text(self, body: Body, answer: Answer) -> list[str]:
        """Return what the learner answered, in words, one line an entry."""
        ...

    def key_text(self, body: Body) -> list[str]:
        """Return the right answer in words, one line an entry."""
        ...
