"""The page of the CMS on which a course is begun from its outline."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page
from wagtail.permissions import policy_registry

from assessments.banks.models import QuestionBank
from assessments.new_course.outline import OutlineRefused, PlannedModule, read_outline
from assessments.new_course.services import CoursePlan, create_course
from courses.models import CataloguePage, CoursePage
from lms.accounts.models import User
from lms.accounts.requests import SignedInRequest
from lms.cms.form_views import AdminFormView

EXAMPLE = gettext_lazy("Module one\n- First lesson\n- Second lesson\nModule two\n- Third lesson")


def own_catalogues(user: User) -> QuerySet[CataloguePage]:
    """Return the catalogues below which a person may add courses."""
    pages = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "add")
    return CataloguePage.objects.filter(pk__in=pages.values("pk")).order_by("path")


class NewCourseForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=255)
    code = forms.CharField(
        label=gettext_lazy("Course code"), max_length=40, help_text=gettext_lazy("Used once.")
    )
    catalogue = forms.ModelChoiceField(
        CataloguePage.objects.none(), label=gettext_lazy("Catalogue"), empty_label=None
    )
    outline = forms.CharField(
        label=gettext_lazy("Modules and lessons"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "placeholder": EXAMPLE}),
        help_text=gettext_lazy("A module a line; below it each lesson in a line with a hyphen."),
    )
    bank = forms.ModelChoiceField(
        QuestionBank.objects.none(),
        label=gettext_lazy("Question bank"),
        required=False,
        empty_label=gettext_lazy("A new one for this course"),
    )
    practice = forms.BooleanField(
        label=gettext_lazy("A practice quiz in each module"), required=False, initial=True
    )
    final = forms.BooleanField(label=gettext_lazy("A final quiz"), required=False, initial=True)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (
            ("catalogue", own_catalogues(user)),
            ("bank", QuestionBank.objects.visible_to(user)),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
            field.queryset = rows

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).strip()
        if other := CoursePage.objects.filter(code__iexact=code).first():
            raise forms.ValidationError(
                _("The course “%(title)s” has this code already.") % {"title": other.title}
            )
        return code

    def clean_outline(self) -> list[PlannedModule]:
        try:
            modules = read_outline(self.cleaned_data["outline"])
        except OutlineRefused as refusal:
            raise forms.ValidationError(
                _("Line %(line)d (“%(text)s”) is too long, or the outline has too many lines.")
                % {"line": refusal.line, "text": refusal.text}
            ) from refusal
        if not modules:
            raise forms.ValidationError(_("Name at least one module or lesson."))
        return modules


class NewCourseView(AdminFormView):
    request: SignedInRequest
    form_class = NewCourseForm
    template_name = "assessments/cms/new_course.html"
    page_title = gettext_lazy("New course")
    header_icon = "plus"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not own_catalogues(self.request.user).exists():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("catalogue", "")
        return {"catalogue": asked} if asked.isdecimal() else {}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        data = form.cleaned_data
        plan = CoursePlan(
            title=data["title"],
            code=data["code"],
            modules=data["outline"],
            bank=data["bank"],
            practice=data["practice"],
            final=data["final"],
        )
        course = create_course(catalogue=data["catalogue"], plan=plan, by=self.request.user)
        messages.success(
            self.request,
            _("The drafts are there. Write the lessons and the questions, then submit the course."),
        )
        return redirect("wagtailadmin_explore", course.pk)
