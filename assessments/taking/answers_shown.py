"""The answers of a graded attempt whose feedback is released: all of them, or the wrong ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.attempts.models import Attempt, Response
from assessments.papers.paper import Paper
from assessments.taking.presentation import ResponseView, response_views
from assessments.words import ResponseState
from lms.core.components import Tab


@dataclass(frozen=True)
class AnswersShown:
    """`tabs` is empty where there is nothing to sort out."""

    shown: list[ResponseView]
    tabs: list[Tab]


def answers_shown(attempt: Attempt, responses: Sequence[Response], wanted: str) -> AnswersShown:
    """Return what is wanted (all, wrong); who failed begins with the wrong ones."""
    wrong = [each for each in responses if each.state != ResponseState.RIGHT]
    only_wrong = bool(wrong) and (wanted or ("all" if attempt.passed else "wrong")) == "wrong"
    tabs = [
        Tab(_("Only the wrong ones"), "?answers=wrong#answers-title", only_wrong, len(wrong)),
        Tab(_("All"), "?answers=all#answers-title", not only_wrong, len(responses)),
    ]
    return AnswersShown(
        response_views(Paper.from_json(attempt.paper), wrong if only_wrong else responses),
        tabs if wrong and len(wrong) < len(responses) else [],
    )
