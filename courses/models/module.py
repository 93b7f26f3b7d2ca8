"""Modules: parts of a course that group activities."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from courses.models.course import CoursePage
from lms.core.models import BasePage


class ModulePage(BasePage):
    """A part of a course that groups activities."""

    summary = models.CharField(_("summary"), max_length=300, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("summary")]
    parent_page_types = ["courses.CoursePage"]
    template = "courses/module_page.html"

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")

    def get_course(self) -> CoursePage:
        return CoursePage.objects.ancestor_of(self).get()

    def searchable_text(self) -> str:
        return f"{self.title} {self.summary}"
