"""The page of the CMS on which a course is begun from its outline."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.banks.models import QuestionBank
from assessments.new_course.outline import OutlineRefused, PlannedModule, read_outline
from assessments.new_course.services import CoursePlan, create_course
from courses.models import CoursePage
from courses.own_catalogues import InCatalogueForm, InCatalogueView
from lms.accounts.models import User

EXAMPLE = gettext_lazy("Module one\n- First lesson\n- Second lesson\nModule two\n- Third lesson")


class NewCourseForm(InCatalogueForm):
    field_order = ("title", "code", "catalogue")

    title = forms.CharField(label=gettext_lazy("Title"), max_length=255)
    code = forms.CharField(
        label=gettext_lazy("Course code"), max_length=40, help_text=gettext_lazy("Used once.")
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
        super().__init__(*args, user=user, **kwargs)
        self.offer("bank", QuestionBank.objects.visible_to(user))

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


class NewCourseView(InCatalogueView):
    form_class = NewCourseForm
    template_name = "assessments/cms/new_course.html"
    page_title = gettext_lazy("New course")
    header_icon = "plus"

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
