"""A question as a learner sees it before and after answering, from what the author has saved."""

import random
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.admin.views.generic import InspectView

from assessments.attempts.models import Response
from assessments.banks.cms.permissions import OwnObject
from assessments.banks.models import Question, QuestionVersion
from assessments.banks.publishing import frozen_content
from assessments.papers.paper import Paper, Slot
from assessments.question_types import QUESTION_TYPES
from assessments.taking.forms import AttemptForm
from assessments.taking.forms import Question as PlacedQuestion
from assessments.taking.presentation import question_views, response_views
from assessments.words import ResponseState


def question_preview(question: Question, *, number: int = 1) -> dict[str, Any]:
    """Return the template's variables; nothing is stored. `number` is the place on the page."""
    content = frozen_content(question)
    version = QuestionVersion(kind=content.kind, content=content.as_json())
    kind = QUESTION_TYPES[content.kind]
    order = kind.option_order(content.body, random.SystemRandom(), shuffle=True)
    slot = Slot(number, 0, Decimal(1), tuple(order))
    form = AttemptForm([PlacedQuestion(slot, version)], answers={}, flagged=[], sequence=0)
    graded = Response(
        slot=number,
        question_version=version,
        answer=None,
        mark=Decimal(0),
        max_mark=Decimal(1),
        state=ResponseState.UNANSWERED,
    )
    return {
        "edited": question,
        "question": question_views(form, {})[0],
        "response": response_views(Paper((slot,)), [graded])[0],
    }


class QuestionPreview(OwnObject, InspectView):
    """The question as a learner meets it, with its key below."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = question_preview(self.object)
        context["edit_url"] = self.get_edit_url()
        return render(request, "assessments/cms/question_preview.html", context)
