"""The front page: an introduction for visitors, the next step for those signed in."""

from typing import Any

from django.contrib.auth.models import Group
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from lms.core.models import BasePage
from lms.home.front import front_page


class GivenRight(models.Model):
    """A right that setting up the site has given to a group, whether the group has it still."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    right = models.CharField(max_length=150)

    class Meta:
        verbose_name = _("right that was given")
        verbose_name_plural = _("rights that were given")
        constraints = [
            models.UniqueConstraint(
                fields=("group", "right"),
                name="givenright_once",
                violation_error_message=_("The group was given this right before."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.right}"


class HomePage(BasePage):
    intro = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link", "ul"])

    content_panels = [*BasePage.content_panels, FieldPanel("intro")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["courses.CataloguePage"]
    max_count = 1
    template = "home/home_page.html"

    @property
    def label(self) -> str:
        return gettext("Home")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return {**context, "front": front_page(request)}

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")
