"""The catalogue as one person sees it: the courses with their own standing in each."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, QuerySet, Window
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.listing import CatalogueForm, facets_below, matching, topics_below
from courses.models import CataloguePage, CoursePage
from courses.outcomes import Outcomes, ProvingOutcome, leading_outcome, outcomes_of
from lms.accounts.models import User
from lms.core.components import CourseCard
from lms.core.held import Held
from lms.enrolments.models import Enrolment
from lms.enrolments.outline import CourseOutline, course_outlines

PAGE_SIZE = 12
NEWEST = 3
# As many courses need no filters.
FEW = 6
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
class MyStanding:
    """Where somebody stands in a course; `enrolment`: the id of the open one, if any."""

    enrolment: int | None
    is_assigned: bool
    is_completed: bool


@dataclass(frozen=True)
class CatalogueListing:
    form: CatalogueForm
    page_obj: PageOfList
    cards: list[CourseCard]

    @property
    def is_filtered(self) -> bool:
        return bool(self.form.wishes)

    @property
    def is_long(self) -> bool:
        """Whether there is enough to filter; few courses are seen at a glance."""
        return self.is_filtered or self.page_obj.paginator.count > FEW

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
    """Read one page of a catalogue: six queries at most, however many courses there are."""
    learner = request.user if isinstance(request.user, User) else None
    facets = facets_below(catalogue)
    form_class = MyCatalogueForm if learner else CatalogueForm
    form = form_class(request.GET, topics_below(catalogue), facets)
    courses = matching(catalogue, form.wishes)
    if learner and (status := form.wishes.get("status", "")):
        courses = with_status(courses, learner, status)
    page_obj = read_page(courses, request.GET.get("page", ""))
    found = list(page_obj)
    mine = standing_in(found, learner) if learner else {}
    return CatalogueListing(form, page_obj, course_cards(request, found, facets.outcomes, mine))


def _read_newest() -> tuple[list[CoursePage], Outcomes]:
    newest = list(CoursePage.objects.live().order_by("-first_published_at", "-pk")[:NEWEST])
    return newest, outcomes_of(newest)


# A course appears here, or goes, half a minute later than in the catalogue.
_newest = Held(_read_newest)


def newest_cards(request: HttpRequest) -> list[CourseCard]:
    """Return the cards of the courses published last: a query for one's own standing in them."""
    courses, outcomes = _newest()
    learner = request.user
    mine = standing_in(courses, learner) if isinstance(learner, User) else {}
    return course_cards(request, courses, outcomes, mine)


def standing_in(courses: list[CoursePage], learner: User) -> dict[int, MyStanding]:
    """Read where somebody stands in courses, by their ids; a course never taken is left out."""
    found: dict[int, MyStanding] = {}
    mine = Enrolment.objects.for_learner(learner).filter(course__in=courses)
    for enrolment in mine.with_assignments_on(timezone.localdate()):
        if enrolment.is_open:
            found[enrolment.course_id] = MyStanding(enrolment.pk, enrolment.is_assigned, False)
        elif enrolment.completed_at is not None:
            found.setdefault(enrolment.course_id, MyStanding(None, False, True))
    return found


def with_status(courses: QuerySet[CoursePage], learner: User, status: str) -> QuerySet[CoursePage]:
    """Keep the courses that somebody takes now (`open`), has completed, or never began (`new`)."""
    mine = Enrolment.objects.for_learner(learner).filter(course=OuterRef("pk")).order_by()
    is_open, is_completed = Exists(mine.open()), Exists(mine.completed())
    if status == "open":
        return courses.filter(is_open)
    if status == "completed":
        return courses.filter(~is_open, is_completed)
    return courses.filter(~is_open, ~is_completed)


def course_cards(
    request: HttpRequest,
    courses: list[CoursePage],
    outcomes: Outcomes,
    mine: Mapping[int, MyStanding],
) -> list[CourseCard]:
    """Return the courses as cards; one query for the progress of all."""
    taken = [
        Enrolment(pk=mine[course.pk].enrolment, course=course)
        for course in courses
        if course.pk in mine and mine[course.pk].enrolment is not None
    ]
    outlines = {o.course.pk: o for o in course_outlines(taken).values()}
    return [
        _card(
            request,
            course,
            outcomes.get(course.pk, []),
            mine.get(course.pk),
            outlines.get(course.pk),
        )
        for course in courses
    ]


def _card(
    request: HttpRequest,
    course: CoursePage,
    outcomes: list[ProvingOutcome],
    mine: MyStanding | None,
    outline: CourseOutline | None,
) -> CourseCard:
    leading = leading_outcome(outcomes)
    return CourseCard(
        title=course.title,
        url=course.get_url(request) or "",
        summary=course.summary,
        minutes=course.minutes,
        periods=course.credited_periods,
        level=leading.level_name if leading else "",
        competencies=list({o.competency.pk: o.competency.label for o in outcomes}.values()),
        required=mine is not None and mine.is_assigned,
        progress=outline.percent if outline else None,
        status=_("Completed") if mine is not None and mine.is_completed else "",
    )
