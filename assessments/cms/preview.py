"""A question as a learner sees it before and after answering, from what the author has saved."""

import random
from decimal import Decimal
from typing import Any

from assessments.forms import AttemptForm
from assessments.forms import Question as PlacedQuestion
from assessments.models import Question, QuestionVersion, Response, ResponseState
from assessments.paper import Paper, Slot
from assessments.presentation import question_views, response_views
from assessments.question_types import QUESTION_TYPES
from assessments.services.questions import frozen_content


def question_preview(question: Question) -> dict[str, Any]:
    """Return the template's variables; nothing is stored."""
    version = QuestionVersion(kind=question.kind, content=frozen_content(question))
    body = version.content["body"]
    order = QUESTION_TYPES[version.kind].option_order(body, random.SystemRandom(), shuffle=True)
    slot = Slot(1, 0, Decimal(1), tuple(order))
    form = AttemptForm([PlacedQuestion(slot, version)], answers={}, flagged=[], sequence=0)
    graded = Response(
        slot=1,
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
