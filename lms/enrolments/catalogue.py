"""The catalogue as one person sees it: the courses with their own standing in each."""

from dataclasses import dataclass

from django import forms
from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.listing import CatalogueForm, facets_below, matching, topics_below
from courses.models import CataloguePage, CoursePage
from courses.outcomes import Outcomes, ProvingOutcome, leading_outcome, outcomes_of
from lms.accounts.models import User
from lms.core.components import CourseCard
from lms.enrolments.models import Enrolment, EnrolmentSource
from lms.enrolments.outline import CourseOutline, course_outlines

PAGE_SIZE = 12
STATUS_CHOICES = [
    ("", gettext_lazy("Any")),
    ("new", gettext_lazy("Not started")),
    ("open", gettext_lazy("I am taking it")),
    ("completed", gettext_lazy("Completed")),
]


class MyCatalogueForm(CatalogueForm):
    status = forms.ChoiceField(
        label=gettext_lazy("My status"), required=False, choices=STATUS_CHOICES
    )


@dataclass(frozen=True)
class CatalogueListing:
    form: CatalogueForm
    page_obj: PageOfList
    cards: list[CourseCard]

    @property
    def is_filtered(self) -> bool:
        return bool(self.form.wishes)

    @property
    def count_text(self) -> str:
        count = self.page_obj.paginator.count
        return ngettext("%(count)d course", "%(count)d courses", count) % {"count": count}


def read_page(courses: QuerySet[CoursePage], number: str) -> PageOfList:
    """Read a page and the number of all rows in one query; past the end gives the last page."""
    wanted = max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1
    start = (wanted - 1) * PAGE_SIZE
    rows = list(courses.annotate(row_count=Window(Count("pk")))[start : start + PAGE_SIZE])
    if not rows and wanted > 1:
        last = -(-courses.count() // PAGE_SIZE)
        return read_page(courses, str(max(1, last)))
    paginator = Paginator(range(rows[0].row_count if rows else 0), PAGE_SIZE)
    return PageOfList(rows, wanted, paginator)


def catalogue_listing(request: HttpRequest, catalogue: CataloguePage) -> CatalogueListing:
    """Read one page of a catalogue: five queries at most, however many courses there are."""
    learner = request.user if isinstance(request.user, User) else None
    facets = facets_below(catalogue)
    form_class = MyCatalogueForm if learner else CatalogueForm
    form = form_class(request.GET, topics_below(catalogue), facets)
    courses = matching(catalogue, form.wishes)
    if learner:
        courses = with_my_status(courses, learner, form.wishes.get("status", ""))
    page_obj = read_page(courses, request.GET.get("page", ""))
    return CatalogueListing(form, page_obj, course_cards(request, list(page_obj), facets.outcomes))


def newest_cards(request: HttpRequest, count: int) -> list[CourseCard]:
    """Return the cards of the courses published last: three queries."""
    courses: QuerySet[CoursePage] = CoursePage.objects.live().order_by("-first_published_at", "-pk")
    if isinstance(request.user, User):
        courses = with_my_status(courses, request.user)
    newest = list(courses[:count])
    return course_cards(request, newest, outcomes_of(newest))


def with_my_status(
    courses: QuerySet[CoursePage], learner: User, status: str = ""
) -> QuerySet[CoursePage]:
    """Add `my_enrolment` (id of the open one), `my_source` and `my_status` to courses."""
    mine = Enrolment.objects.for_learner(learner).filter(course=OuterRef("pk")).order_by()
    courses = courses.annotate(
        my_enrolment=Subquery(mine.open().values("pk")[:1]),
        my_source=Subquery(mine.open().values("source")[:1]),
        my_status=Case(
            When(Exists(mine.open()), then=Value("open")),
            When(Exists(mine.completed()), then=Value("completed")),
            default=Value("new"),
            output_field=CharField(),
        ),
    )
    return courses.filter(my_status=status) if status else courses


def course_cards(
    request: HttpRequest,
    courses: list[CoursePage],
    outcomes: Outcomes,
) -> list[CourseCard]:
    """Return the courses as cards; one query for the progress of all."""
    taken = [
        Enrolment(pk=pk, course=course)
        for course in courses
        if (pk := getattr(course, "my_enrolment", None))
    ]
    outlines = {o.course.pk: o for o in course_outlines(taken).values()}
    return [
        _card(request, course, outcomes.get(course.pk, []), outlines.get(course.pk))
        for course in courses
    ]


def _card(
    request: HttpRequest,
    course: CoursePage,
    outcomes: list[ProvingOutcome],
    outline: CourseOutline | None,
) -> CourseCard:
    leading = leading_outcome(outcomes)
    completed = getattr(course, "my_status", "") == "completed"
    return CourseCard(
        title=course.title,
        url=course.get_url(request) or "",
        summary=course.summary,
        minutes=course.minutes,
        periods=course.credited_periods,
        level=leading.level_name if leading else "",
        competencies=list({o.competency.pk: o.competency.label for o in outcomes}.values()),
        required=getattr(course, "my_source", "") == EnrolmentSource.ASSIGNED,
        progress=outline.percent if outline else None,
        status=_("Completed") if completed else "",
    )
