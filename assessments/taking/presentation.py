"""What the pages of an attempt show, made ready for the templates: nothing here holds a key
unless the feedback is released."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.utils.text import Truncator

from assessments.attempts.models import Response
from assessments.banks.models import QuestionVersion, plain_words
from assessments.papers.drawing import versions_of
from assessments.papers.paper import Paper
from assessments.question_types import QUESTION_TYPES
from assessments.question_types.base import OptionFeedback
from assessments.taking.forms import AttemptForm, Question, answer_name, flag_name
from assessments.words import ResponseState
from lms.core.components import PaletteItem

_FIRST_PARAGRAPH = re.compile(r"\s*<p[^>]*>(.*?)</p>(.*)", re.DOTALL)
# How much of a question stands beside its answer, in letters.
QUESTION_LENGTH = 160
FEEDBACK_CLASS = {
    ResponseState.RIGHT: "right",
    ResponseState.PARTLY: "partial",
    ResponseState.WRONG: "wrong",
    ResponseState.UNANSWERED: "open",
}


@dataclass(frozen=True)
class QuestionView:
    """One question to be answered. `stem` is what follows the first paragraph, as HTML."""

    number: int
    mark: Any
    kind: str
    text: str
    stem: str
    field: BoundField
    flag: BoundField
    answered: bool
    may_be_cleared: bool
    notes: Mapping[str, str]

    @property
    def template(self) -> str:
        return f"assessments/question_types/{self.kind}.html"

    @property
    def mark_plural(self) -> int:
        """Which form of the word goes with the mark, which may be 0.5."""
        return 1 if self.mark == 1 else 2


@dataclass(frozen=True)
class ResponseView:
    """One graded question with its key and explanation: only for released feedback."""

    number: int
    text: str
    stem: str
    mark: Any
    max_mark: Any
    state: str
    state_label: str
    options: list[OptionFeedback]
    answer: list[str]
    key: list[str]
    feedback: str
    explanation: str
    legal_basis: str
    comment: str

    @property
    def feedback_class(self) -> str:
        return FEEDBACK_CLASS[ResponseState(self.state)]


@dataclass(frozen=True)
class ReviewRow:
    """One question before handing in, with what was answered so far: nothing in it tells a key."""

    number: int
    url: str
    text: str
    answer: list[str]
    flagged: bool

    @property
    def answered(self) -> bool:
        return bool(self.answer)


def review_rows(
    paper: Paper,
    answers: Mapping[int, Any],
    flagged: Collection[int],
    url: Callable[[int], str],
) -> list[ReviewRow]:
    """Return the questions of a paper in its order; `url` leads to one by its number."""
    return [
        ReviewRow(
            number=question.number,
            url=url(question.number),
            text=Truncator(plain_words(question.version.frozen.text)).chars(QUESTION_LENGTH),
            answer=_answer_lines(question, answers),
            flagged=question.number in flagged,
        )
        for question in questions_of(paper)
    ]


def _answer_lines(question: Question, answers: Mapping[int, Any]) -> list[str]:
    if question.number not in answers:
        return []
    kind = QUESTION_TYPES[question.version.kind]
    return kind.answer_text(question.body, answers[question.number])


def split_text(html: str) -> tuple[str, str]:
    """Return the first paragraph's inside, which fits into a legend, and the rest."""
    found = _FIRST_PARAGRAPH.fullmatch(html)
    return (found[1], found[2].strip()) if found else ("", html)


def questions_of(paper: Paper, only: Collection[int] | None = None) -> list[Question]:
    """Return the questions of a paper, or some of its slots: one query."""
    slots = [slot for slot in paper.slots if only is None or slot.slot in only]
    versions = versions_of(slot.version for slot in slots)
    return [Question(slot, versions[slot.version]) for slot in slots]


def question_views(form: AttemptForm, answers: Mapping[int, Any]) -> list[QuestionView]:
    views = []
    for number, question in form.questions.items():
        text, stem = split_text(question.version.frozen.text)
        kind = QUESTION_TYPES[question.version.kind]
        views.append(
            QuestionView(
                number=number,
                mark=question.slot.mark,
                kind=kind.kind,
                text=text,
                stem=stem,
                field=form[answer_name(number)],
                flag=form[flag_name(number)],
                answered=number in answers,
                may_be_cleared=kind.may_be_cleared,
                notes=kind.field_notes(question.body),
            )
        )
    return views


def palette_items(
    paper: Paper, answers: Mapping[int, Any], flagged: Collection[int], current: int | None = None
) -> list[PaletteItem]:
    """Return the palette: links to anchors where all questions stand on one page."""
    return [
        PaletteItem(
            slot.slot,
            f"#q{slot.slot}",
            answered=slot.slot in answers,
            flagged=slot.slot in flagged,
            current=slot.slot == current,
        )
        for slot in paper.slots
    ]


def response_views(paper: Paper, responses: Collection[Response]) -> list[ResponseView]:
    """Return what the learner sees when the feedback is released, in the order of the paper."""
    return [
        _response_view(response, response.question_version, paper)
        for response in sorted(responses, key=lambda each: each.slot)
    ]


def _response_view(response: Response, version: QuestionVersion, paper: Paper) -> ResponseView:
    content, kind = version.frozen, QUESTION_TYPES[version.kind]
    body, answer = content.body, response.answer
    text, stem = split_text(content.text)
    slot = paper.find(response.slot)
    right = response.state == ResponseState.RIGHT
    return ResponseView(
        number=response.slot,
        text=text,
        stem=stem,
        mark=response.mark,
        max_mark=response.max_mark,
        state=response.state,
        state_label=str(ResponseState(response.state).label),
        options=kind.option_feedback(body, answer, slot.options if slot else ()),
        answer=kind.answer_text(body, answer),
        key=kind.key_text(body),
        feedback="" if right or answer is None else kind.feedback(body, answer),
        explanation=content.explanation,
        legal_basis=content.legal_basis,
        comment=response.comment,
    )
