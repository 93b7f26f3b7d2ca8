"""What the pages of courses and lessons show a reader, made ready for the templates."""

import datetime as dt
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import ngettext

from certificates.models import Certificate
from courses.activities import kind_label
from courses.models import CoursePage, EnrolmentPolicy, LessonPage
from lms.accounts.models import User
from lms.core.components import Step
from lms.enrolments.access import (
    AccessDecision,
    AccessReason,
    current_enrolment,
    may_edit,
    may_open,
)
from lms.enrolments.due import NOTHING_GIVEN, Given, assignments_on
from lms.enrolments.models import Enrolment
from lms.enrolments.opening import opening_stamp
from lms.enrolments.outline import (
    ActivityState,
    CourseOutline,
    OutlineActivity,
    course_outline,
)


@dataclass(frozen=True)
class CourseView:
    """`action`: sign_in, enrol, start, continue, finish, review, assigned_only or none."""

    outline: CourseOutline
    steps: list[Step]
    action: str
    next_url: str = ""
    course_url: str = ""
    certificate: Certificate | None = None
    given: Given = NOTHING_GIVEN

    @property
    def enrolment(self) -> Enrolment | None:
        return self.outline.enrolment

    @property
    def minutes(self) -> int:
        """How long the course takes; as its author says while it has no activities."""
        return self.outline.minutes or self.outline.course.minutes

    @property
    def is_open(self) -> bool:
        return self.enrolment is not None and self.enrolment.is_open

    @property
    def is_completed(self) -> bool:
        return self.enrolment is not None and self.enrolment.completed_at is not None

    @property
    def due_on(self) -> dt.date | None:
        return self.given.due_on

    @property
    def may_withdraw(self) -> bool:
        """Learners give up what they chose themselves; what is assigned is for the assigner."""
        return self.is_open and not self.given.in_force

    @property
    def progress_note(self) -> str:
        return progress_note(self.outline)


@dataclass(frozen=True)
class Place:
    """Where an activity stands in its course, for the reader of its page.

    `number` and `total` are of the activities that count towards the course; 0: it does not.
    """

    access: AccessDecision
    steps: list[Step]
    previous: Step | None
    next: Step | None
    number: int
    total: int
    course_url: str = ""


@dataclass(frozen=True)
class LessonView(Place):
    # Tells the server later when this page was drawn; empty where nothing goes on record.
    opened: str = ""

    @property
    def minutes_demanded(self) -> int:
        """Minutes the course asks for before the lesson may be completed."""
        activity = self.access.activity
        share = self.access.course.minimum_reading_share
        return -(-activity.minutes * share // 100) if activity else 0

    @property
    def is_recorded(self) -> bool:
        """Whether what the reader does here goes on record."""
        return self.access.enrolment is not None

    @property
    def is_done(self) -> bool:
        return self.access.activity is not None and self.access.activity.is_done

    @property
    def resume_position(self) -> str:
        activity = self.access.activity
        return activity.progress.resume_position if activity and activity.progress else ""


def progress_note(outline: CourseOutline) -> str:
    """Say how many of the counting activities are done."""
    return ngettext(
        "%(done)d of %(count)d activity", "%(done)d of %(count)d activities", outline.total_count
    ) % {"done": outline.done_count, "count": outline.total_count}


def course_view(
    request: HttpRequest, course: CoursePage, *, only_module: int | None = None
) -> CourseView:
    """Read a course, or one module of it, as its reader sees it.

    Three queries at most, three more where it was assigned.
    """
    in_preview = getattr(request, "is_preview", False)
    enrolment = None if in_preview else current_enrolment(request.user, course)
    outline = course_outline(course, enrolment, drafts=in_preview)
    links = enrolment is not None or in_preview or may_edit(request.user, course)
    next_activity = outline.next_activity
    first = next(iter(outline.activities), None)
    target = next_activity or first
    return CourseView(
        outline=outline,
        steps=outline_steps(request, outline, links=links, only_module=only_module),
        action=_action(request, course, outline),
        next_url=_url(request, target) if target and links else "",
        course_url=course.get_url(request) or "",
        certificate=_certificate_of(enrolment),
        given=_given(enrolment),
    )


def lesson_view(request: HttpRequest, lesson: LessonPage) -> LessonView:
    access: AccessDecision | None = getattr(request, "activity_access", None)
    if access is None:
        access = preview_access(request, lesson)
    place = place_of(request, access, lesson.pk)
    opened = _stamp(access.enrolment, lesson) if access.outline is not None else ""
    return LessonView(**vars(place), opened=opened)


def place_of(request: HttpRequest, access: AccessDecision, page_id: int) -> Place:
    """Return where an activity stands; nowhere for a reader who is shown no outline."""
    outline = access.outline
    course_url = access.course.get_url(request) or ""
    if outline is None:
        return Place(access, [], None, None, 0, 0, course_url)
    before, after = outline.neighbours(page_id)
    return Place(
        access=access,
        steps=outline_steps(request, outline, here=page_id),
        previous=_step(request, before) if before else None,
        next=_step(request, after) if after else None,
        number=outline.number_of(page_id),
        total=outline.total_count,
        course_url=course_url,
    )


def _stamp(enrolment: Enrolment | None, lesson: LessonPage) -> str:
    if enrolment is None:
        return ""
    return opening_stamp(enrolment=enrolment, page_id=lesson.pk, now=timezone.now())


def preview_access(request: HttpRequest, lesson: LessonPage) -> AccessDecision:
    """Return the access of somebody who previews in the CMS: everything, drafts too, no record."""
    if not getattr(request, "is_preview", False):
        return may_open(request.user, lesson)
    course = lesson.get_course()
    outline = course_outline(course, drafts=True)
    return AccessDecision(
        AccessReason.EDITOR, course, outline=outline, activity=outline.find(lesson.pk)
    )


def outline_steps(
    request: HttpRequest,
    outline: CourseOutline,
    *,
    links: bool = True,
    here: int | None = None,
    only_module: int | None = None,
) -> list[Step]:
    """Return the outline as steps; `here` is the page that is being read."""
    steps: list[Step] = []
    said: set[str] = set()
    for module in outline.modules:
        if only_module not in (None, module.page_id):
            continue
        inner = [
            _saying_once(_step(request, a, links=links, here=here), said) for a in module.activities
        ]
        steps.extend([Step(module.title, children=inner)] if module.title else inner)
    return steps


def _saying_once(step: Step, said: set[str]) -> Step:
    """Leave out a reason that stands at a step before: several may wait for the same."""
    if step.reason in said:
        return replace(step, reason="")
    said.add(str(step.reason))
    return step


def _action(request: HttpRequest, course: CoursePage, outline: CourseOutline) -> str:
    enrolment = outline.enrolment
    if not isinstance(request.user, User):
        return "sign_in"
    if enrolment is None:
        assigned_only = course.enrolment_policy == EnrolmentPolicy.ASSIGNED
        return "assigned_only" if assigned_only else "enrol"
    if enrolment.completed_at is not None:
        return "review" if outline.activities else "none"
    return outline.offer


def _given(enrolment: Enrolment | None) -> Given:
    if enrolment is None or not enrolment.is_open or not enrolment.has_assignments:
        return NOTHING_GIVEN
    return assignments_on([enrolment], timezone.localdate()).get(enrolment.pk, NOTHING_GIVEN)


def _certificate_of(enrolment: Enrolment | None) -> Certificate | None:
    if enrolment is None or enrolment.completed_at is None:
        return None
    return Certificate.objects.newest_edition(enrolment.reference)


def _step(
    request: HttpRequest,
    item: OutlineActivity,
    *,
    links: bool = True,
    here: int | None = None,
) -> Step:
    state = item.state
    if here is not None:
        is_next = state == ActivityState.CURRENT
        state = (
            ActivityState.CURRENT if item.pk == here else (ActivityState.OPEN if is_next else state)
        )
    return Step(
        title=item.title,
        url=_url(request, item) if links else "",
        state=str(state),
        reason=item.reason,
        minutes=item.minutes,
        kind=kind_label(item.activity.kind),
        optional=not item.activity.required,
    )


def _url(request: HttpRequest, item: OutlineActivity) -> str:
    return item.activity.page.get_url(request) or ""
