"""The pages of the CMS on which a course comes as a ZIP, and on which it is taken along as one."""

import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import filesizeformat
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from courses.approval.plans import courses_open_to
from courses.own_catalogues import InCatalogueForm, InCatalogueView
from lms.accounts.requests import SignedInRequest
from lms.core.text import fold
from lms.course_files.archives import pack_course
from lms.course_files.exporting import CourseNotWritten, export_course
from lms.course_files.models import CourseUpload, UploadState
from lms.course_files.uploads import accept_upload, give_up_upload, take_upload

EXPORTED = "course_files.exported"
# Seconds until a page that waits asks again.
ASKED_AGAIN = "2"
IN_MEMORY = 8 * 1024 * 1024


class UploadForm(InCatalogueForm):
    field_order = ("archive", "catalogue")

    archive = forms.FileField(
        label=gettext_lazy("Course as a ZIP file"),
        help_text=gettext_lazy(
            "A folder of course files, packed: as it was downloaded here, or as the guide for "
            "course files describes it."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,application/zip"}),
    )

    def clean_archive(self) -> Any:
        archive = self.cleaned_data["archive"]
        limit = settings.LMS_COURSE_ARCHIVE_MAX_SIZE
        if archive.size > limit:
            said = _("This file has %(size)s; at most %(limit)s can be taken.")
            sizes = {"size": filesizeformat(archive.size), "limit": filesizeformat(limit)}
            raise forms.ValidationError(said % sizes)
        if Path(archive.name).suffix.lower() != ".zip" or archive.read(2) != b"PK":
            raise forms.ValidationError(_("This is no ZIP file."))
        archive.seek(0)
        return archive


class UploadCourseView(InCatalogueView):
    form_class = UploadForm
    template_name = "course_files/upload.html"
    page_title = gettext_lazy("Course from a ZIP")
    header_icon = "upload"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = CourseUpload.objects.of(self.request.user)
        return super().get_context_data(
            uploads=own.exclude(state=UploadState.DONE).order_by("-created_at")[:10], **kwargs
        )

    def form_valid(self, form: forms.Form) -> HttpResponse:
        upload = take_upload(
            archive=form.cleaned_data["archive"],
            catalogue=form.cleaned_data["catalogue"],
            by=self.request.user,
            language=get_language() or settings.LANGUAGE_CODE,
        )
        return redirect("course_upload_state", upload.pk)


class UploadStateView(WagtailAdminTemplateMixin, TemplateView):
    """One upload: its plan, what is wrong, or how far it has come; those of others are not here."""

    request: SignedInRequest
    template_name = "course_files/upload_state.html"
    page_title = gettext_lazy("Course from a ZIP")
    header_icon = "upload"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        own = CourseUpload.objects.of(self.request.user)
        self.upload = get_object_or_404(own, pk=kwargs["upload_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.upload.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        upload, plan = self.upload, self.upload.plan
        pages = plan.get("pages", [])
        asked = plan.get("questions", {})
        return super().get_context_data(
            upload=upload,
            plan=plan,
            created=[page for page in pages if page["outcome"] == "created"],
            changed=[page for page in pages if page["outcome"] == "changed"],
            kept=[page for page in pages if page["outcome"] == "kept"],
            changes_questions=bool(asked.get("created") or asked.get("changed")),
            **kwargs,
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        if self.upload.state in {UploadState.WAITING, UploadState.APPLYING}:
            response["Refresh"] = ASKED_AGAIN
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "give-up" in request.POST:
            if give_up_upload(upload=self.upload):
                messages.success(request, _("The upload was taken away; nothing was changed."))
                return redirect("course_upload")
        elif "accept" in request.POST:
            accept_upload(upload=self.upload)
        return redirect("course_upload_state", self.upload.pk)


class ExportCourseView(WagtailAdminTemplateMixin, TemplateView):
    """A course as a ZIP, with its drafts and the keys of its banks: for those who may edit it."""

    request: SignedInRequest
    template_name = "course_files/export.html"
    page_title = gettext_lazy("Course as a ZIP")
    header_icon = "download"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.course = get_object_or_404(courses_open_to(self.request.user), pk=kwargs["page_id"])
        if not self.course.permissions_for_user(self.request.user).can_edit():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.course.get_admin_display_title())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(course=self.course, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        packed = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  (sent later)
        try:
            with tempfile.TemporaryDirectory() as folder:
                export_course(self.course, Path(folder), self.request.user)
                pack_course(Path(folder), packed)
        except CourseNotWritten as error:
            messages.error(request, str(error))
            return redirect("course_export", self.course.pk)
        log(instance=self.course, action=EXPORTED, user=self.request.user)
        packed.seek(0)
        name = slugify(fold(self.course.code or self.course.title))[:80] or "khoa-hoc"
        return FileResponse(packed, as_attachment=True, filename=f"{name}.zip")
