"""The form of an attempt: one field a question, made by its kind, and a flag beside it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.banks.models import QuestionVersion
from assessments.exceptions import InvalidAnswer
from assessments.papers.paper import Slot
from assessments.question_types import QUESTION_TYPES


@dataclass(frozen=True)
class Question:
    """A place of the paper with the version that stands there."""

    slot: Slot
    version: QuestionVersion

    @property
    def number(self) -> int:
        return self.slot.slot

    @property
    def body(self) -> dict[str, Any]:
        return self.version.frozen.body


class AttemptForm(forms.Form):
    """Takes the answers to the questions of one page; nothing in it tells a key.

    `sequence` is the last entry of the ledger that the page knows of.
    """

    sequence = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self,
        questions: Collection[Question],
        data: Mapping[str, Any] | None = None,
        *,
        answers: Mapping[int, Any],
        flagged: Collection[int],
        sequence: int,
    ) -> None:
        super().__init__(data, initial={"sequence": sequence})
        self.questions = {question.number: question for question in questions}
        for number, question in self.questions.items():
            kind = QUESTION_TYPES[question.version.kind]
            field = kind.form_field(question.body, list(question.slot.options))
            field.label = _("Question %(number)d") % {"number": number}
            self.fields[answer_name(number)] = field
            self.initial[answer_name(number)] = answers.get(number)
            self.fields[flag_name(number)] = forms.BooleanField(
                label=_("Come back to this question"), required=False
            )
            self.initial[flag_name(number)] = number in flagged

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.answers: dict[int, Any] = {}
        for number, question in self.questions.items():
            name = answer_name(number)
            if name not in cleaned:
                continue
            kind = QUESTION_TYPES[question.version.kind]
            try:
                self.answers[number] = kind.check_answer(question.body, cleaned[name])
            except InvalidAnswer:
                self.add_error(
                    name, _("This answer does not fit the question. Please answer again.")
                )
        return cleaned

    @property
    def flags(self) -> dict[int, bool]:
        return {n: bool(self.cleaned_data.get(flag_name(n))) for n in self.questions}

    @property
    def known_sequence(self) -> int:
        """The last entry the page knew of; -1, which no ledger has, where it says nonsense."""
        return self.cleaned_data.get("sequence", -1)


def answer_name(number: int) -> str:
    return f"q{number}"


def flag_name(number: int) -> str:
    return f"flag{number}"
