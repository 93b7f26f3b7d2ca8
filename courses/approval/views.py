"""The two pages of the CMS on which a course is submitted, approved or sent back as a whole."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from courses.approval.plans import (
    courses_open_to,
    faults_of_drafts,
    gaps_of,
    may_review,
    submission_plan,
    waiting_for,
)
from courses.approval.services import (
    CourseChanged,
    CourseIncomplete,
    approve_course,
    seen_of,
    send_course_back,
    submit_course,
)
from lms.accounts.requests import SignedInRequest


class CommentForm(forms.Form):
    comment = forms.CharField(
        label=gettext_lazy("Comment"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The author reads it. Needed when you send the course back."),
    )
    # Written by the template: a form that is shown again asks about the drafts of this moment.
    seen = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "send-back" in self.data and not data.get("comment"):
            self.add_error("comment", _("Say what has to be changed."))
        return data


class CourseView(WagtailAdminTemplateMixin, TemplateView):
    """A page about a course in one's own part of the tree; other courses do not exist here."""

    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.course = get_object_or_404(courses_open_to(self.request.user), pk=kwargs["page_id"])
        self.check_permission()
        return super().dispatch(request, *args, **kwargs)

    def check_permission(self) -> None:
        """Raise PermissionDenied unless this person may do here what the page is for."""

    def to_course(self) -> HttpResponse:
        return redirect("wagtailadmin_explore", self.course.pk)

    def get_page_subtitle(self) -> str:
        return str(self.course.get_admin_display_title())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(course=self.course, **kwargs)


class SubmitCourseView(CourseView):
    template_name = "courses/cms/submit_course.html"
    page_title = gettext_lazy("Submit the course for approval")
    header_icon = "resubmit"

    def check_permission(self) -> None:
        if not self.course.permissions_for_user(self.request.user).can_edit():
            raise PermissionDenied

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = submission_plan(self.course, self.request.user)
        return super().get_context_data(plan=plan, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            count = len(submit_course(course=self.course, by=self.request.user))
        except CourseIncomplete as refusal:
            messages.error(request, str(refusal))
            return self.render_to_response(self.get_context_data())
        if count:
            said = ngettext(
                "%(count)d page of the course was submitted for approval.",
                "%(count)d pages of the course were submitted for approval.",
                count,
            )
            messages.success(request, said % {"count": count})
        else:
            messages.info(request, _("There was nothing to submit."))
        return self.to_course()


class ApproveCourseView(CourseView):
    template_name = "courses/cms/approve_course.html"
    page_title = gettext_lazy("Approve the course")
    header_icon = "success"

    def check_permission(self) -> None:
        if not may_review(self.course, self.request.user):
            raise PermissionDenied

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = waiting_for(self.course, self.request.user)
        drafts = [each.page.get_latest_revision_as_object() for each in waiting]
        below = [self.course, *self.course.get_descendants().specific()]
        kwargs.setdefault("form", CommentForm())
        return super().get_context_data(
            waiting=waiting,
            faults=faults_of_drafts(drafts),
            warnings=gaps_of(below),
            seen=seen_of(waiting),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = CommentForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        act = send_course_back if "send-back" in request.POST else approve_course
        try:
            pages = act(course=self.course, by=self.request.user, **form.cleaned_data)
        except (CourseChanged, CourseIncomplete) as refusal:
            messages.error(request, str(refusal))
            return self.render_to_response(self.get_context_data(form=form))
        self._say_done(len(pages), sent_back=act is send_course_back)
        return self.to_course()

    def _say_done(self, count: int, *, sent_back: bool) -> None:
        if not count:
            messages.info(self.request, _("Nothing of this course is waiting for you any more."))
            return
        said = (
            ngettext(
                "%(count)d page of the course was sent back.",
                "%(count)d pages of the course were sent back.",
                count,
            )
            if sent_back
            else ngettext(
                "%(count)d page of the course was approved.",
                "%(count)d pages of the course were approved.",
                count,
            )
        )
        messages.success(self.request, said % {"count": count})
