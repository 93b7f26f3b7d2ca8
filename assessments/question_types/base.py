"""What a kind of question must offer: pure functions over plain JSON."""

import random
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from wagtail.blocks import StructBlock, StructValue

from assessments.question_types.rows import Cells, Row
from lms.core.frozen import stamped, unstamped

# For fields of answers: a keyboard must not change what is written.
AS_TYPED = {
    "autocomplete": "off",
    "autocorrect": "off",
    "autocapitalize": "none",
    "spellcheck": "false",
}
Body = dict[str, Any]
Answer = Any


@dataclass(frozen=True)
class OptionFeedback:
    """An option with its key and the author's word on it: only for released feedback."""

    text: str
    chosen: bool
    correct: bool
    feedback: str


class QuestionType(ABC):
    """One kind of question; whatever depends on the kind is asked here.

    `body` is the frozen, kind-specific JSON of a `QuestionVersion` (key included); `answer` is
    the JSON a learner's answer is stored as, None when there is none. The template of the kind
    marks the element around its fields with `data-answer`: see `attempt_answers.js`.
    """

    kind: ClassVar[str]
    label: ClassVar[str | Promise]
    # The block in which an author writes the answers.
    block: ClassVar[type[StructBlock]]
    # The same as a file writes it, and an example of it whose answers the methods below know.
    cells: ClassVar[Cells]
    sample_row: ClassVar[Row]
    # Whether a learner needs a button to take an answer back: radio buttons have no other way.
    may_be_cleared: ClassVar[bool] = False
    # The version of the body's shape: raised where `freeze` changes it.
    body_version: ClassVar[int] = 1

    def from_row(self, row: Any, ids: Iterator[str]) -> Row:
        """Return the block's raw value for a row of a file, or raise InvalidRow."""
        return self.cells.read(row, "", ids)

    def to_row(self, value: StructValue) -> Row:
        """Return the row that `from_row` reads as this value."""
        return self.cells.write(value)

    @abstractmethod
    def freeze(self, value: StructValue) -> Body:
        """Return the author's value as plain JSON with stable option ids."""

    def store_body(self, body: Body) -> dict[str, Any]:
        """Return a body as a question version stores it."""
        return stamped(body, self.body_version)

    def read_body(self, stored: Mapping[str, Any]) -> Body:
        """Return a stored body as `freeze` would make it today. Raises NewerRecord.

        A kind whose bodies have grown gives here what the older ones lack.
        """
        return unstamped(stored, newest=self.body_version, what=f"a question ({self.kind})")

    def option_order(self, body: Body, rng: random.Random, shuffle: bool) -> list[str]:
        """Return the ids of the options in the order this learner sees them; [] if none."""
        return []

    @abstractmethod
    def form_field(self, body: Body, order: list[str]) -> forms.Field:
        """Return the form field that takes an answer; nothing in it tells the key."""

    def field_notes(self, body: Body) -> Mapping[str, str]:
        """Return what the template shows beside the field; nothing in it tells the key."""
        return {}

    @abstractmethod
    def check_answer(self, body: Body, answer: Any) -> Answer:
        """Return the answer in its stored form (None: not answered), or raise InvalidAnswer."""

    @abstractmethod
    def grade(self, body: Body, answer: Answer) -> Fraction:
        """Return the exact fraction 0..1 an answer earns; None earns 0."""

    @abstractmethod
    def sample_answer(self, body: Body, rng: random.Random, *, right: bool) -> Answer:
        """Return an answer that earns 1, or a plausible one that earns less."""

    @abstractmethod
    def answer_text(self, body: Body, answer: Answer) -> list[str]:
        """Return what the learner answered, in words, one line an entry."""

    @abstractmethod
    def key_text(self, body: Body) -> list[str]:
        """Return the right answer in words, one line an entry."""

    def option_feedback(
        self, body: Body, answer: Answer, order: Sequence[str]
    ) -> list[OptionFeedback]:
        """Return all options, shown with the key in place of the words above; [] if none."""
        return []

    def feedback(self, body: Body, answer: Answer) -> str:
        """Return the author's word on an answer that is not right; empty if there is none."""
        return ""
