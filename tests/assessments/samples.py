"""The sample of every kind of question on the page of an attempt, without a database."""

from collections.abc import Mapping
from decimal import Decimal
from random import Random
from typing import Any

from django.template.loader import render_to_string

from assessments.banks.content import QuestionContent
from assessments.banks.models import QuestionVersion
from assessments.papers.paper import Slot
from assessments.question_types import QUESTION_TYPES
from assessments.taking.forms import AttemptForm, Question
from assessments.taking.presentation import question_views
from tests.assessments.makers import sample_body


def sample_form(kind: str, data: Mapping[str, Any] | None = None) -> AttemptForm:
    """Return the form of a paper with one question: the sample of a kind."""
    question_type = QUESTION_TYPES[kind]
    body = sample_body(question_type)
    content = QuestionContent(kind, "<p>?</p>", "", "", body)
    version = QuestionVersion(kind=kind, content=content.as_json())
    order = question_type.option_order(body, Random(1), shuffle=False)
    slot = Slot(1, 1, Decimal(1), tuple(order))
    return AttemptForm([Question(slot, version)], data, answers={}, flagged=[], sequence=0)


def drawn(form: AttemptForm) -> str:
    """Return the question as a learner meets it."""
    (view,) = question_views(form, {})
    return render_to_string("assessments/question.html", {"question": view})
