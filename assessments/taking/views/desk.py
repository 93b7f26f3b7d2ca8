"""A running attempt of the visitor, as one request finds it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from assessments.attempts import ledger
from assessments.attempts.models import AnswerEvent, Attempt
from assessments.papers.paper import Paper
from assessments.taking.forms import AttemptForm
from assessments.taking.presentation import questions_of
from assessments.words import QuizLayout
from lms.accounts.models import User


@dataclass
class Desk:
    """A running attempt as one request finds it."""

    attempt: Attempt
    current: int  # the question in view, from 1
    now: dt.datetime = field(default_factory=timezone.now)

    @cached_property
    def paper(self) -> Paper:
        return Paper.from_json(self.attempt.paper)

    @cached_property
    def events(self) -> list[AnswerEvent]:
        return list(self.attempt.events.order_by("sequence"))

    @property
    def answers(self) -> dict[int, Any]:
        return ledger.answers_of(self.events)

    @property
    def sequence(self) -> int:
        return self.events[-1].sequence if self.events else 0

    @property
    def one_a_page(self) -> bool:
        return self.attempt.quiz.layout == QuizLayout.ONE

    @property
    def remaining(self) -> float | None:
        return remaining_seconds(self.attempt, self.now)

    def form(self, data: Mapping[str, Any] | None = None) -> AttemptForm:
        only = {self.current} if self.one_a_page else None
        return AttemptForm(
            questions_of(self.paper, only),
            data,
            answers=self.answers,
            flagged=self.attempt.flagged,
            sequence=self.sequence,
        )

    def url(self, question: int | None = None) -> str:
        url = reverse("attempt", args=[self.attempt.pk])
        return f"{url}?q={question or self.current}" if self.one_a_page else url

    def place(self, question: int) -> str:
        """Return the address of one question, wherever the layout puts it."""
        return self.url(question) if self.one_a_page else f"{self.url()}#q{question}"


def remaining_seconds(attempt: Attempt, now: dt.datetime) -> float | None:
    if attempt.deadline is None:
        return None
    return round(max(0.0, (attempt.deadline - now).total_seconds()), 1)


def learner_attempt(request: HttpRequest, attempt_id: UUID) -> Attempt:
    """Return the visitor's own attempt, or 404 as for one that does not exist."""
    own = Attempt.objects.for_learner(cast(User, request.user))
    own = own.select_related("quiz", "enrolment")
    return get_object_or_404(own, pk=attempt_id)


def number_asked_for(request: HttpRequest) -> int:
    """Return the number of the question the address asks for; 1 where it asks for none."""
    asked = request.GET.get("q", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1


def without_cleared(data: QueryDict) -> QueryDict:
    """Return what was posted, less the answer that was to be cleared."""
    command, _sep, number = data.get("go", "").partition("-")
    if command != "clear":
        return data
    data = data.copy()
    data.pop(f"q{number}", None)
    return data
