"""Choosing a bank or a question: those of one's own catalogues, found without diacritics."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.views.generic.chooser import (
    BaseChooseView,
    ChooseResultsView,
    ChooseView,
    ChosenMultipleView,
    ChosenView,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet

from assessments.banks.models import Question, QuestionBank
from lms.cms.choosers import FoldedSearchForm
from lms.core.text import fold


class QuestionSearchForm(FoldedSearchForm):
    def matching(self, objects: QuerySet[Any], words: str) -> QuerySet[Any]:
        return objects.filter(folded_text__contains=fold(words))


class BankSearchForm(FoldedSearchForm):
    def matching(self, objects: QuerySet[Any], words: str) -> QuerySet[Any]:
        folded = fold(words)
        banks = objects.values_list("pk", "name", "code")
        ids = [pk for pk, name, code in banks if folded in fold(name) or folded in fold(code)]
        return objects.filter(pk__in=ids)


class OwnChoices(BaseChooseView):
    def get_object_list(self) -> QuerySet[Any]:
        return self.model_class.objects.visible_to(self.request.user)


class QuestionChoices(OwnChoices):
    filter_form_class = QuestionSearchForm

    def get_object_list(self) -> QuerySet[Any]:
        return super().get_object_list().select_related("bank").order_by("bank", "reference", "pk")

    @property
    def columns(self) -> list[BaseColumn]:
        return [
            *super().columns,
            Column("bank", label=_("Bank")),
            Column("kind", label=_("Kind"), accessor="kind_label"),
            Column("status", label=_("Status"), accessor="get_status_display"),
        ]


class BankChoices(OwnChoices):
    filter_form_class = BankSearchForm


class OwnChosen(ChosenView):
    def get_object(self, pk: Any) -> Any:
        return self.model_class.objects.visible_to(self.request.user).get(pk=pk)


class OwnChosenMultiple(ChosenMultipleView):
    def get_objects(self, pks: Any) -> QuerySet[Any]:
        return self.model_class.objects.visible_to(self.request.user).filter(pk__in=pks)


class ChooseQuestion(QuestionChoices, ChooseView):
    pass


class ChooseQuestionResults(QuestionChoices, ChooseResultsView):
    pass


class ChooseBank(BankChoices, ChooseView):
    pass


class ChooseBankResults(BankChoices, ChooseResultsView):
    pass


class QuestionChooserViewSet(ChooserViewSet):
    model = Question
    icon = "help"
    choose_one_text = _("Choose a question")
    choose_another_text = _("Choose another question")
    edit_item_text = _("Edit this question")
    choose_view_class = ChooseQuestion
    choose_results_view_class = ChooseQuestionResults
    chosen_view_class = OwnChosen
    chosen_multiple_view_class = OwnChosenMultiple


class BankChooserViewSet(ChooserViewSet):
    model = QuestionBank
    icon = "folder-open-inverse"
    choose_one_text = _("Choose a bank")
    choose_another_text = _("Choose another bank")
    edit_item_text = _("Edit this bank")
    choose_view_class = ChooseBank
    choose_results_view_class = ChooseBankResults
    chosen_view_class = OwnChosen
    chosen_multiple_view_class = OwnChosenMultiple


question_chooser = QuestionChooserViewSet("question_chooser")
bank_chooser = BankChooserViewSet("bank_chooser")
