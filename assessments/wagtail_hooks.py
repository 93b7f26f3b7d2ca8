"""What the CMS learns from this room: screens, choosers, whose rows are whose."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import ObjectList
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.permissions import register_permission_policy

from assessments.banks.cms.choosers import bank_chooser, question_chooser
from assessments.banks.cms.permissions import CataloguePolicy
from assessments.banks.cms.viewsets import BankViewSet, QuestionViewSet
from assessments.models import Question, QuestionBank, QuizPage
from assessments.new_course.views import NewCourseView
from assessments.taking.question_preview import QuestionPreview
from assessments.upkeep.editing import GuardedEdit, GuardedQuestionForm
from assessments.upkeep.panels import QuestionsPanel
from courses.own_catalogues import InCatalogueItem, may_add_courses

# Before the viewsets, which would register policies by group permission alone.
register_permission_policy(QuestionBank, CataloguePolicy(QuestionBank))
register_permission_policy(Question, CataloguePolicy(Question))


class PreviewedQuestions(QuestionViewSet):
    """The questions of the banks, each shown as learners meet it, and guarded once answered."""

    edit_view_class = GuardedEdit
    edit_handler = ObjectList(
        QuestionViewSet.edit_handler.children, base_form_class=GuardedQuestionForm
    )
    inspect_view_class = QuestionPreview
    inspect_view_enabled = True


class AssessmentsGroup(ModelViewSetGroup):
    menu_label = _("Questions and banks")
    menu_icon = "tasks"
    menu_order = 210
    items = (PreviewedQuestions, BankViewSet)


@hooks.register("construct_homepage_panels")
def questions_to_look_at(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(QuestionsPanel())


@hooks.register("register_admin_urls")
def new_course_url() -> list[URLPattern]:
    return [path("courses/new/", NewCourseView.as_view(), name="course_new")]


@hooks.register("register_admin_menu_item")
def new_course_item() -> MenuItem:
    return InCatalogueItem(_("New course"), reverse("course_new"), icon_name="plus", order=205)


@hooks.register("register_page_header_buttons")
def new_course_button(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    if may_add_courses(user, page):
        address = f"{reverse('course_new')}?catalogue={page.pk}"
        yield Button(_("New course"), address, icon_name="plus", priority=70)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def say_what_is_doubtful(request: HttpRequest, page: Page) -> None:
    """Tell whoever set rules that are allowed and yet rarely meant."""
    if isinstance(page, QuizPage):
        for doubt in page.doubts():
            messages.warning(request, doubt)


@hooks.register("register_admin_viewset")
def register_assessments() -> list[ViewSet | ViewSetGroup]:
    return [AssessmentsGroup(), question_chooser, bank_chooser]
