"""The forms of banks and questions in the CMS."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from assessments.banks.access import editable_catalogue_ids
from assessments.banks.models import Question, QuestionBank
from assessments.banks.publishing import publish_question
from assessments.words import QuestionStatus
from courses.models import CataloguePage
from lms.accounts.models import User


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

    def save(self, commit: bool = True) -> Question:
        ready = self.cleaned_data.get("status") == QuestionStatus.READY
        if ready and self.instance.current_version_id is None:
            # A ready question has a version, and a version needs the saved question.
            self.instance.status = QuestionStatus.DRAFT
        question: Question = super().save(commit=commit)
        if ready and commit:
            publish_question(question=question, author=self.for_user)
        return question
