"""Activities: everything in a course that can be completed."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField

from courses.forms import ActivityForm, LessonForm
from courses.models.course import CoursePage
from lms.core.blocks import CONTENT_BLOCKS
from lms.core.models import BasePage


class ActivityPage(BasePage):
    """The parent of everything that can be completed; subclasses say by what."""

    summary = models.CharField(_("summary"), max_length=300, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        default=10,
        help_text=_("Empty: derived from what it holds, such as words and videos."),
    )
    required = models.BooleanField(
        _("required"),
        default=True,
        help_text=_("The course is completed by its required activities."),
    )

    kind: ClassVar[str]
    parent_page_types = ["courses.CoursePage", "courses.ModulePage"]
    subpage_types: ClassVar[list[str]] = []
    base_form_class = ActivityForm
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("minutes"), FieldPanel("required")]),
    ]

    class Meta:
        abstract = True

    def get_course(self) -> CoursePage:
        """Return the course this activity stands in, directly or through a module."""
        return CoursePage.objects.ancestor_of(self).get()

    def searchable_text(self) -> str:
        return f"{self.title} {self.summary}"


class LessonPage(ActivityPage):
    """Completed by reading."""

    kind = "lesson"
    body = StreamField(CONTENT_BLOCKS, verbose_name=_("body"), blank=True)

    base_form_class = LessonForm
    content_panels = [*ActivityPage.content_panels, FieldPanel("body")]
    template = "courses/lesson_page.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        pictures = [b.value["image"] for b in self.body if b.block_type == "picture"]
        # Every size of every picture in one query instead of one a size.
        prefetch_related_objects([picture for picture in pictures if picture], "renditions")
        return super().get_context(request, *args, **kwargs)

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
