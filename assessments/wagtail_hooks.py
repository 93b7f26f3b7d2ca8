"""What the CMS learns from this room: screens, choosers, whose rows are whose."""

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import register_permission_policy

from assessments.cms.permissions import CataloguePolicy
from assessments.models import Question, QuestionBank

# Before the viewsets, which would register policies by group permission alone.
register_permission_policy(QuestionBank, CataloguePolicy(QuestionBank))
register_permission_policy(Question, CataloguePolicy(Question))


@hooks.register("register_admin_viewset")
def register_assessments() -> list[ViewSet]:
    from assessments.cms.choosers import bank_chooser, question_chooser
    from assessments.cms.viewsets import AssessmentsGroup

    return [AssessmentsGroup(), question_chooser, bank_chooser]
