"""What the CMS learns from this room: screens, choosers, whose rows are whose."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.permissions import register_permission_policy

from assessments.banks.cms.choosers import bank_chooser, question_chooser
from assessments.banks.cms.permissions import CataloguePolicy
from assessments.banks.cms.viewsets import BankViewSet, QuestionViewSet
from assessments.models import Question, QuestionBank
from assessments.taking.question_preview import QuestionPreview

# Before the viewsets, which would register policies by group permission alone.
register_permission_policy(QuestionBank, CataloguePolicy(QuestionBank))
register_permission_policy(Question, CataloguePolicy(Question))


class PreviewedQuestions(QuestionViewSet):
    """The questions of the banks, each shown as learners meet it."""

    inspect_view_class = QuestionPreview
    inspect_view_enabled = True


class AssessmentsGroup(ModelViewSetGroup):
    menu_label = _("Questions and banks")
    menu_icon = "tasks"
    menu_order = 210
    items = (PreviewedQuestions, BankViewSet)


@hooks.register("register_admin_viewset")
def register_assessments() -> list[ViewSet | ViewSetGroup]:
    return [AssessmentsGroup(), question_chooser, bank_chooser]
