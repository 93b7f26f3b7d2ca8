"""Topics in the CMS: what courses can be filtered by."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import DeleteView
from wagtail.admin.viewsets.model import ModelViewSet

from courses.models import Topic
from lms.cms.registers import RegisterIndexView
from lms.core.text import fold


class TopicIndexView(RegisterIndexView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().prefetch_related("courses")

    def find(self, queryset: Any, asked: str) -> Any:
        folded = fold(asked)
        names = queryset.values_list("pk", "name", "name_en")
        ids = [pk for pk, vi, en in names if folded in fold(vi) or folded in fold(en)]
        return queryset.filter(pk__in=ids)


class DeleteUnusedTopic(DeleteView):
    """A topic that courses have stays: they would lose it without a word in their history."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.object.courses.exists():
            messages.error(
                request, _("“%(name)s” stays: courses have this topic.") % {"name": self.object}
            )
            return redirect(reverse("topic:edit", args=[self.object.pk]))
        return super().dispatch(request, *args, **kwargs)


def number_of_courses(topic: Topic) -> int:
    return len(topic.courses.all())


class TopicViewSet(ModelViewSet):
    model = Topic
    name = "topic"
    icon = "tag"
    menu_label = gettext_lazy("Topics of courses")
    menu_order = 215
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = TopicIndexView
    delete_view_class = DeleteUnusedTopic
    list_display = (
        "name",
        "name_en",
        Column("courses", label=gettext_lazy("Courses"), accessor=number_of_courses),
    )
    ordering = ("name",)
    edit_handler = ObjectList(
        [FieldPanel("name"), FieldPanel("name_en"), FieldPanel("slug")],
        base_form_class=WagtailAdminModelForm,
    )
