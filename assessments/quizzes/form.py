"""The form of a quiz in the CMS: rules that fit each other, questions that are there."""

from math import ceil
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assessments.banks.models import Question, QuestionBank
from assessments.papers.drawing import Line
from assessments.papers.shortage import shortage_of
from assessments.quizzes.rules import FIRST_RULES
from assessments.words import FeedbackRelease, QuizPurpose
from courses.forms import ActivityForm

MINUTES_A_QUESTION = 1.5


class QuizPageForm(ActivityForm):
    """Drafts may be incomplete; what is published or sent for approval must be drawable."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._check_times(cleaned)
        self._check_pass_mark(cleaned)
        self._begin_by_purpose(cleaned)
        if "items" in self.formsets and self.formsets["items"].is_valid():
            self._check_visible()
            if {"action-publish", "action-submit"} & set(self.data):
                self._check_drawable()
        return cleaned

    def plausible_minutes(self) -> int:
        """Return the time limit, or what answering as many questions takes."""
        asked = 0
        if "items" in self.formsets and self.formsets["items"].is_valid():
            asked = sum(
                data.get("count") or 1 if data.get("bank") else 1
                for data in (form.cleaned_data for form in self._item_forms())
            )
        limit = self.cleaned_data.get("time_limit_minutes")
        return int(limit or max(1, ceil(asked * MINUTES_A_QUESTION)))

    def _check_times(self, cleaned: dict[str, Any]) -> None:
        opens_at, closes_at = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens_at and closes_at and opens_at >= closes_at:
            self.add_error("closes_at", _("The quiz must close after it opens."))
        asks_for_end = cleaned.get("feedback_release") == FeedbackRelease.AFTER_CLOSE
        if asks_for_end and not closes_at and not self.is_deferred_validation:
            message = _("Say when the quiz closes, or choose another moment for the feedback.")
            self.add_error("feedback_release", message)

    def _check_pass_mark(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("purpose") == QuizPurpose.FINAL and cleaned.get("pass_mark") == 0:
            self.add_error("pass_mark", _("At least 1: with 0 a blank paper passes."))

    def _begin_by_purpose(self, cleaned: dict[str, Any]) -> None:
        """Give a new practice quiz the rules of practice where nobody has set any."""
        if self.instance.pk is None and cleaned.get("purpose") == QuizPurpose.PRACTICE:
            rules = FIRST_RULES[QuizPurpose.PRACTICE]
            if not set(rules) & set(self.changed_data):
                cleaned.update(rules)

    def _check_visible(self) -> None:
        """Refuse questions and banks of other catalogues; what stood there before may stay."""
        if self.for_user is None:
            return
        for form in self._item_forms():
            for name, model in (("question", Question), ("bank", QuestionBank)):
                chosen = form.cleaned_data.get(name)
                if chosen is None or name not in form.changed_data:
                    continue
                if not model.objects.visible_to(self.for_user).filter(pk=chosen.pk).exists():
                    form.add_error(name, _("Choose one of your own catalogues."))
                    raise ValidationError(_("A question or bank belongs to another catalogue."))

    def _check_drawable(self) -> None:
        lines = []
        for form in self._item_forms():
            data = form.cleaned_data
            question, bank = data.get("question"), data.get("bank")
            tags = frozenset(tag.pk for tag in data.get("tags") or [])
            count = data.get("count") or 1
            lines.append(
                Line(
                    question.pk if question else None,
                    bank.pk if bank else None,
                    tags if bank else frozenset(),
                    count if bank else 1,
                )
            )
        if reason := shortage_of(lines):
            raise ValidationError(reason)

    def _item_forms(self) -> list[Any]:
        forms = [f for f in self.formsets["items"].forms if not f.cleaned_data.get("DELETE")]
        filled = [f for f in forms if f.cleaned_data.get("question") or f.cleaned_data.get("bank")]
        return sorted(filled, key=lambda form: form.cleaned_data.get("ORDER") or 0)
