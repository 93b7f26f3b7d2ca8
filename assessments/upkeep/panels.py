"""On the dashboard: questions that wait for somebody, run out, or look wrong."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from assessments.banks.models import Question
from assessments.upkeep.changing import may_confirm
from lms.accounts.models import User
from lms.core.percentages import percentage

SOON = dt.timedelta(days=60)
# So few of so many are right that the key, not the learners, may be wrong.
ENOUGH_ANSWERS = 10
HARDLY_ANYBODY = 0.3
MOST_OF_EACH = 10


@dataclass(frozen=True)
class Attention:
    question: Question
    reason: str


def questions_to_look_at(user: User, day: dt.date) -> list[Attention]:
    """Return the questions of a person's banks that need somebody on a day, with the reason."""
    return [*_proposed(user), *_running_out(user, day), *_doubtful(user)]


def _proposed(user: User) -> Iterator[Attention]:
    waiting = Question.objects.visible_to(user).filter(proposed_by__isnull=False)
    for question in waiting.select_related("proposed_by", "bank__catalogue")[:MOST_OF_EACH]:
        said = (
            _("Changed by %(name)s; it waits for your confirmation.")
            if may_confirm(question, user)
            else _("Changed by %(name)s; it waits for a second person.")
        )
        yield Attention(question, said % {"name": question.proposed_by})


def _running_out(user: User, day: dt.date) -> Iterator[Attention]:
    ready = Question.objects.visible_to(user).drawable()
    for question in ready.filter(valid_until__lte=day + SOON).order_by("valid_until")[
        :MOST_OF_EACH
    ]:
        until = date_format(question.valid_until or day, "SHORT_DATE_FORMAT")
        said = (
            _("Its facts ran out on %(day)s.")
            if question.valid_until and question.valid_until < day
            else _("Its facts run out on %(day)s.")
        )
        yield Attention(question, said % {"day": until})


def _doubtful(user: User) -> Iterator[Attention]:
    ready = Question.objects.visible_to(user).drawable()
    answered = ready.annotate(
        answers=Count("current_version__responses"),
        mean=Avg("current_version__responses__fraction"),
    ).filter(answers__gte=ENOUGH_ANSWERS, mean__lt=HARDLY_ANYBODY)
    for question in answered.order_by("mean")[:MOST_OF_EACH]:
        percent = percentage(question.mean)
        said = _("Only %(percent)s%% right in %(count)d answers: is the key right?")
        yield Attention(question, said % {"percent": percent, "count": question.answers})


class QuestionsPanel(Component):
    name = "questions_to_look_at"
    template_name = "assessments/cms/questions_to_look_at.html"
    order = 208

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        user = parent_context["request"].user
        return {"found": questions_to_look_at(user, timezone.localdate())}
