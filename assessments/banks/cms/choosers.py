"""Choosing a bank or a question: those of one's own catalogues, found without diacritics."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from assessments.banks.models import Question, QuestionBank
from lms.cms.choosers import FoldedSearchForm, VisibleChooserViewSet, VisibleRows
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


class OwnRows(VisibleRows):
    def visible_rows(self) -> QuerySet[Any]:
        return self.model_class.objects.visible_to(self.request.user)


class OwnQuestions(OwnRows):
    def visible_rows(self) -> QuerySet[Any]:
        return super().visible_rows().select_related("bank").order_by("bank", "reference", "pk")


class QuestionChooserViewSet(VisibleChooserViewSet):
    model = Question
    icon = "help"
    choose_one_text = _("Choose a question")
    choose_another_text = _("Choose another question")
    edit_item_text = _("Edit this question")
    rows = OwnQuestions
    search_form = QuestionSearchForm
    more_columns = (
        Column("bank", label=_("Bank")),
        Column("kind", label=_("Kind"), accessor="kind_label"),
        Column("status", label=_("Status"), accessor="get_status_display"),
    )


class BankChooserViewSet(VisibleChooserViewSet):
    model = QuestionBank
    icon = "folder-open-inverse"
    choose_one_text = _("Choose a bank")
    choose_another_text = _("Choose another bank")
    edit_item_text = _("Edit this bank")
    rows = OwnRows
    search_form = BankSearchForm


question_chooser = QuestionChooserViewSet("question_chooser")
bank_chooser = BankChooserViewSet("bank_chooser")
