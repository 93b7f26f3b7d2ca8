"""The activities of courses, of every kind there is, read in one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeAlias, TypedDict

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.text import capfirst
from wagtail.models import Page

from courses.models import ActivityPage, CoursePage, ModulePage

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class ActivityColumns(TypedDict):
    """What `pages_below` reads with each page; both are None for a module."""

    activity_minutes: int
    activity_required: bool


PageBelow: TypeAlias = "WithAnnotations[Page, ActivityColumns]"


@cache
def activity_models() -> tuple[type[ActivityPage], ...]:
    """Return every kind of activity of the installed rooms, those above this one included."""
    return tuple(m for m in apps.get_models() if issubclass(m, ActivityPage))


def kind_label(kind: str) -> str:
    """Return the word for a kind of activity: Lesson, Quiz …"""
    names = {model.kind: model._meta.verbose_name for model in activity_models()}
    return capfirst(str(names.get(kind, kind)))


@dataclass(frozen=True)
class Activity:
    """What an outline needs to know of an activity; `page` is not the specific one."""

    page: Page
    kind: str
    minutes: int
    required: bool

    @property
    def pk(self) -> int:
        return self.page.pk

    @property
    def title(self) -> str:
        return self.page.title


@dataclass(frozen=True)
class CourseModule:
    """Activities that stand together; `page` is None for those directly below the course."""

    page: Page | None
    activities: list[Activity]


def pages_below(courses: Iterable[CoursePage], *, drafts: bool = False) -> QuerySet[PageBelow]:
    """Modules and activities below courses in the order of the tree: one query.

    Each has `activity_minutes` and `activity_required`. Without `drafts` only published pages.
    """
    below = Q(pk__in=[])
    for course in courses:
        below |= Q(path__startswith=course.path, depth__gt=course.depth)
    names = [model.__name__.lower() for model in activity_models()]
    pages = (
        Page.objects.filter(below)
        .order_by("path")
        .annotate(
            activity_minutes=Coalesce(*(F(f"{name}__minutes") for name in names)),
            activity_required=Coalesce(*(F(f"{name}__required") for name in names)),
        )
    )
    return pages if drafts else pages.filter(live=True)


def modules_of(course: CoursePage, pages: Iterable[PageBelow]) -> list[CourseModule]:
    """Group the pages of `pages_below` that stand below a course, in the order of the tree.

    An activity whose module is not among the pages (not published) is left out.
    """
    kinds = {ContentType.objects.get_for_model(model).pk: model.kind for model in activity_models()}
    module_type = ContentType.objects.get_for_model(ModulePage).pk
    modules: list[CourseModule] = []
    for page in pages:
        if not page.path.startswith(course.path):
            continue
        if page.content_type_id == module_type:
            modules.append(CourseModule(page, []))
        elif page.content_type_id in kinds:
            module = _module_for(page, course, modules)
            if module is not None:
                module.activities.append(_activity(page, kinds[page.content_type_id]))
    return [module for module in modules if module.activities]


def _module_for(page: Page, course: CoursePage, modules: list[CourseModule]) -> CourseModule | None:
    last = modules[-1] if modules else None
    if page.depth == course.depth + 1:
        if last is None or last.page is not None:
            modules.append(CourseModule(None, []))
        return modules[-1]
    if last is not None and last.page is not None and page.path.startswith(last.page.path):
        return last
    return None


def _activity(page: PageBelow, kind: str) -> Activity:
    return Activity(page, kind, page.activity_minutes, page.activity_required)
