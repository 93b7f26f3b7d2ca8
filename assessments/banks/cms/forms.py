"""The forms of banks and questions in the CMS."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from assessments.banks.access import editable_catalogue_ids
from assessments.banks.models import Question, QuestionBank, plain_words
from assessments.banks.publishing import publish_question
from assessments.words import QuestionStatus
from courses.models import CataloguePage
from lms.accounts.models import User

LONGEST_TEXT = 4000


class BankForm(WagtailAdminModelForm):
    for_user: User

    def clean_catalogue(self) -> CataloguePage:
        catalogue: CataloguePage = self.cleaned_data["catalogue"]
        ids = editable_catalogue_ids(self.for_user)
        if ids is not None and catalogue.pk not in ids:
            raise ValidationError(_("Choose one of your own catalogues."))
        return catalogue


class QuestionForm(WagtailAdminModelForm):
    """Saving a question as ready publishes it: a new version where its content has changed."""

    for_user: User

    def clean_bank(self) -> QuestionBank:
        bank: QuestionBank = self.cleaned_data["bank"]
        visible = QuestionBank.objects.visible_to(self.for_user)
        if not visible.filter(pk=bank.pk).exists():
            raise ValidationError(_("Choose one of your own banks."))
        return bank

    def clean_text(self) -> str:
        return self._not_too_long("text", LONGEST_TEXT)

    def clean_explanation(self) -> str:
        return self._not_too_long("explanation", LONGEST_TEXT)

    def _not_too_long(self, name: str, most: int) -> str:
        text = str(self.cleaned_data[name] or "")
        if (length := len(plain_words(text))) > most:
            raise ValidationError(
                _(
                    "This has %(length)d letters. More than %(most)d do not fit a screen, and "
                    "learners lose the thread: put what is longer into a lesson."
                )
                % {"length": length, "most": most}
            )
        return text

    def clean_valid_until(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["valid_until"]
        ready = self.data.get(self.add_prefix("status")) == QuestionStatus.READY
        if day and day < timezone.localdate() and ready and "valid_until" in self.changed_data:
            raise ValidationError(
                _("This day is past: the facts asked for would have run out already.")
            )
        return day

    def save(self, commit: bool = True) -> Question:
        ready = self.cleaned_data.get("status") == QuestionStatus.READY
        if ready and self.instance.current_version_id is None:
            # A ready question has a version, and a version needs the saved question.
            self.instance.status = QuestionStatus.DRAFT
        question: Question = super().save(commit=commit)
        if ready and commit:
            self.publish(question)
        return question

    def publish(self, question: Question) -> None:
        publish_question(question=question, author=self.for_user)
