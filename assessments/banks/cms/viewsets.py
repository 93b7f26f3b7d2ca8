"""Banks and questions in the CMS, as declarations."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CopyView, DeleteView, EditView
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.viewsets.model import ModelViewSet

from assessments.banks.cms.adding import QuestionCreateView
from assessments.banks.cms.forms import BankForm, QuestionForm
from assessments.banks.cms.listings import BankIndexView, QuestionFilterSet, QuestionIndexView
from assessments.banks.cms.permissions import OwnObject
from assessments.banks.models import Question, QuestionBank


class OwnEdit(OwnObject, EditView):
    pass


class OwnDelete(OwnObject, DeleteView):
    pass


class OwnCopy(OwnObject, CopyView):
    pass


class OwnHistory(OwnObject, HistoryView):
    pass


class OwnUsage(OwnObject, UsageView):
    pass


class CatalogueViewSet(ModelViewSet):
    edit_view_class = OwnEdit
    delete_view_class = OwnDelete
    copy_view_class = OwnCopy
    history_view_class = OwnHistory
    usage_view_class = OwnUsage


class QuestionViewSet(CatalogueViewSet):
    model = Question
    icon = "help"
    add_view_class = QuestionCreateView
    menu_label = _("Questions")
    index_view_class = QuestionIndexView
    filterset_class = QuestionFilterSet
    list_display = [
        "__str__",
        Column("bank", label=_("Bank"), accessor="bank.code", sort_key="bank__code"),
        "reference",
        Column("kind_label", label=_("Kind")),
        Column("difficulty", label=_("Difficulty"), accessor="get_difficulty_display"),
        Column("status", label=_("Status"), accessor="get_status_display", sort_key="status"),
    ]
    list_export = ["reference", "plain_text", "kind_label", "difficulty", "status"]
    list_per_page = 50
    ordering = ("bank", "reference", "pk")
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("bank"), FieldPanel("reference")]),
            FieldPanel("text"),
            FieldPanel("content"),
            FieldPanel("explanation"),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("difficulty"), FieldPanel("competency")]),
                    FieldPanel("tags"),
                    FieldRowPanel([FieldPanel("legal_basis"), FieldPanel("valid_until")]),
                ],
                heading=_("About the question"),
            ),
            FieldPanel(
                "status",
                help_text=_(
                    "Only ready questions are put into new quizzes. Saving a ready question "
                    "publishes it; attempts that are running keep the version they began with."
                ),
            ),
        ],
        base_form_class=QuestionForm,
    )


class BankViewSet(CatalogueViewSet):
    model = QuestionBank
    icon = "folder-open-inverse"
    menu_label = _("Question banks")
    index_view_class = BankIndexView
    copy_view_enabled = False
    list_display = [
        "name",
        "code",
        Column("catalogue", label=_("Catalogue"), accessor="catalogue.title"),
        Column("questions", label=_("Questions"), accessor="question_count"),
        Column("ready", label=_("Ready"), accessor="ready_count"),
    ]
    ordering = ("name",)
    edit_handler = ObjectList(
        [FieldRowPanel([FieldPanel("name"), FieldPanel("code")]), FieldPanel("catalogue")],
        base_form_class=BankForm,
    )
