"""Pages that learners have records on: they may be unpublished, never deleted."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from wagtail.models import Page

from courses.models import CoursePage
from lms.accounts.models import User
from lms.enrolments.models import ActivityProgress, Enrolment

KNOWING = "knowing-who-learns"


@dataclass(frozen=True)
class RecordedPage:
    """A page with the number of learners who have records on it or below it."""

    page: Page
    learners: int

    @property
    def unpublish_url(self) -> str:
        return (
            reverse("wagtailadmin_pages:unpublish", args=[self.page.pk]) if self.page.live else ""
        )


def learners_below(page: Page) -> int:
    """Count the learners who have an enrolment in, or progress on, a page or any page below it."""
    enrolled = Enrolment.objects.filter(course__path__startswith=page.path).order_by()
    active = ActivityProgress.objects.filter(page__path__startswith=page.path)
    learners = enrolled.values("learner").union(active.values("enrolment__learner"))
    return User.objects.filter(pk__in=[row["learner"] for row in learners]).count()


def open_enrolments_around(page: Page) -> int:
    """Count the open enrolments in courses below a page, or in the course it is a part of."""
    courses = CoursePage.objects.ancestor_of(page, inclusive=True) | (
        CoursePage.objects.descendant_of(page)
    )
    return Enrolment.objects.open().filter(course__in=courses.values("pk")).count()


def recorded(pages: Iterable[Page]) -> list[RecordedPage]:
    counted = [RecordedPage(page, learners_below(page)) for page in pages]
    return [item for item in counted if item.learners]


def ask_knowing_who_learns(request: HttpRequest, pages: Iterable[Page]) -> HttpResponse | None:
    """Return the page that asks again, saying how many are learning; None if nobody is, or told.

    What was posted is posted once more, with the answer.
    """
    if KNOWING in request.POST:
        return None
    counted = [RecordedPage(page, open_enrolments_around(page)) for page in pages]
    if not any(item.learners for item in counted):
        return None
    posted = [(name, value) for name, values in request.POST.lists() for value in values]
    kept = [each for each in posted if each[0] != "csrfmiddlewaretoken"]
    context = {"pages": counted, "kept": kept, "knowing": KNOWING}
    return render(request, "enrolments/cms/unpublish_knowing.html", context)


def refuse_deletion(request: HttpRequest, pages: Iterable[Page]) -> HttpResponse | None:
    """Return the page that says why these pages stay; None if nobody has records on them."""
    items = recorded(pages)
    if not items:
        return None
    parent = Page.objects.parent_of(items[0].page).get()
    back_url = reverse("wagtailadmin_explore", args=[parent.pk])
    context = {"pages": items, "back_url": back_url}
    return render(request, "enrolments/cms/delete_refused.html", context)
