"""The outline of a course as one learner sees it: what is done, what is next, what is locked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils.translation import gettext as _

from courses.activities import Activity, CourseModule, PageBelow, modules_of, pages_below
from courses.models import ActivityOrder, CoursePage
from lms.core.percentages import percentage
from lms.enrolments.models import ActivityProgress, Enrolment


class ActivityState(StrEnum):
    DONE = "done"
    CURRENT = "current"
    OPEN = "open"
    LOCKED = "locked"


@dataclass(frozen=True)
class OutlineActivity:
    activity: Activity
    state: ActivityState
    reason: str = ""
    progress: ActivityProgress | None = None

    @property
    def pk(self) -> int:
        return self.activity.pk

    @property
    def title(self) -> str:
        return self.activity.title

    @property
    def minutes(self) -> int:
        return self.activity.minutes

    @property
    def is_done(self) -> bool:
        return self.state == ActivityState.DONE

    @property
    def is_locked(self) -> bool:
        return self.state == ActivityState.LOCKED


@dataclass(frozen=True)
class OutlineModule:
    title: str  # empty for activities directly below the course
    activities: list[OutlineActivity]
    page_id: int | None = None


@dataclass(frozen=True)
class CourseOutline:
    course: CoursePage
    enrolment: Enrolment | None
    modules: list[OutlineModule]

    @property
    def activities(self) -> list[OutlineActivity]:
        return [activity for module in self.modules for activity in module.activities]

    @property
    def counting(self) -> list[OutlineActivity]:
        """What completes the course: its required activities, or all where none is required."""
        activities = self.activities
        return [a for a in activities if a.activity.required] or activities

    @property
    def done_count(self) -> int:
        return sum(a.is_done for a in self.counting)

    @property
    def total_count(self) -> int:
        return len(self.counting)

    @property
    def minutes(self) -> int:
        """How long the course takes: what its activities take together."""
        return sum(activity.minutes for activity in self.activities)

    @property
    def percent(self) -> int:
        """Whole percent of the counting activities."""
        if self.enrolment is not None and self.enrolment.completed_at is not None:
            return 100
        return int(percentage(self.done_count, self.total_count))

    @property
    def is_complete(self) -> bool:
        return bool(self.total_count) and self.done_count == self.total_count

    @property
    def next_activity(self) -> OutlineActivity | None:
        """The one next step; None when nothing is left or nobody is enrolled."""
        return next((a for a in self.activities if a.state == ActivityState.CURRENT), None)

    def find(self, page_id: int) -> OutlineActivity | None:
        return next((a for a in self.activities if a.pk == page_id), None)

    @property
    def offer(self) -> str:
        """What a learner who takes the course does next: finish, start, continue or none."""
        if self.is_complete:
            return "finish"
        if self.next_activity is None:
            return "none"
        return "continue" if any(a.progress for a in self.activities) else "start"

    def number_of(self, page_id: int) -> int:
        """Return the place of an activity among those that count, from 1; 0 if it does not."""
        return next((n for n, a in enumerate(self.counting, 1) if a.pk == page_id), 0)

    def neighbours(self, page_id: int) -> tuple[OutlineActivity | None, OutlineActivity | None]:
        """Return the activities before and after one, None at the ends."""
        activities = self.activities
        place = next((n for n, a in enumerate(activities, 1) if a.pk == page_id), 0)
        if not place:
            return None, None
        before = activities[place - 2] if place > 1 else None
        after = activities[place] if place < len(activities) else None
        return before, after


def course_outline(
    course: CoursePage, enrolment: Enrolment | None = None, *, drafts: bool = False
) -> CourseOutline:
    """Read the outline of one course with the progress of an enrolment.

    Without an enrolment every activity is open to look at, none is done. `drafts` shows
    unpublished pages too, for previews.
    """
    pages, progress = _read([course], [enrolment] if enrolment else [], drafts=drafts)
    own = progress[enrolment.pk] if enrolment else {}
    return outline_of(course, enrolment, modules_of(course, pages), own)


def course_outlines(enrolments: Sequence[Enrolment]) -> dict[int, CourseOutline]:
    """Read the outlines of several enrolments by their id, in two queries however many."""
    courses = {e.course_id: e.course for e in enrolments}
    pages, progress = _read(list(courses.values()), enrolments)
    return {
        e.pk: outline_of(e.course, e, modules_of(e.course, pages), progress[e.pk])
        for e in enrolments
    }


def _read(
    courses: Sequence[CoursePage], enrolments: Sequence[Enrolment], *, drafts: bool = False
) -> tuple[list[PageBelow], dict[int, dict[int, ActivityProgress]]]:
    """Return the pages below courses, and the progress on them by enrolment id and page id.

    Two plain queries: joined into one, PostgreSQL plans it for longer than both take.
    """
    progress: dict[int, dict[int, ActivityProgress]] = {e.pk: {} for e in enrolments}
    for row in ActivityProgress.objects.filter(enrolment__in=list(progress)):
        progress[row.enrolment_id][row.page_id] = row
    return list(pages_below(courses, drafts=drafts)), progress


def outline_of(
    course: CoursePage,
    enrolment: Enrolment | None,
    modules: Iterable[CourseModule],
    progress: Mapping[int, ActivityProgress],
) -> CourseOutline:
    """Say what is done, current, open and locked. Pure."""
    in_order = course.activity_order == ActivityOrder.SEQUENTIAL
    waiting_for: Activity | None = None  # the last required one before that is not completed
    outline: list[OutlineModule] = []
    for module in modules:
        shown = []
        for activity in module.activities:
            row = progress.get(activity.pk)
            state, reason = ActivityState.OPEN, ""
            if row is not None and row.completed_at is not None:
                state = ActivityState.DONE
            elif waiting_for is not None and in_order and _is_open(enrolment):
                state = ActivityState.LOCKED
                reason = _("Opens when you have completed “%(title)s”.") % {
                    "title": waiting_for.title
                }
            if activity.required and state != ActivityState.DONE:
                waiting_for = activity
            shown.append(OutlineActivity(activity, state, reason, row))
        outline.append(
            OutlineModule(module.page.title, shown, module.page.pk)
            if module.page
            else OutlineModule("", shown)
        )
    result = CourseOutline(course, enrolment, outline)
    return _with_current(result) if _is_open(enrolment) else result


def _is_open(enrolment: Enrolment | None) -> bool:
    return enrolment is not None and enrolment.is_open


def _with_current(outline: CourseOutline) -> CourseOutline:
    """Mark the one next step: the first counting activity that is open, else any that is."""
    candidates = [a for a in outline.activities if a.state == ActivityState.OPEN]
    counting = {a.pk for a in outline.counting}
    step = next((a for a in candidates if a.pk in counting), None) or next(iter(candidates), None)
    modules = [
        replace(module, activities=[_as_current(a) if a is step else a for a in module.activities])
        for module in outline.modules
    ]
    return replace(outline, modules=modules)


def _as_current(activity: OutlineActivity) -> OutlineActivity:
    return replace(activity, state=ActivityState.CURRENT)
