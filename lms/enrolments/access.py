"""Who may open an activity, asked in one place; a refusal carries its reason."""

from dataclasses import dataclass
from enum import StrEnum

from django.contrib.auth.models import AnonymousUser
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from courses.models import ActivityPage, CoursePage
from lms.accounts.models import User
from lms.enrolments.models import Enrolment
from lms.enrolments.outline import CourseOutline, OutlineActivity, course_outline


class AccessReason(StrEnum):
    ENROLLED = "enrolled"
    EDITOR = "editor"
    SIGN_IN = "sign_in"
    NOT_ENROLLED = "not_enrolled"
    LOCKED = "locked"
    UNAVAILABLE = "unavailable"


MESSAGES: dict[AccessReason, Promise] = {
    AccessReason.SIGN_IN: _("Sign in to take this course."),
    AccessReason.NOT_ENROLLED: _("Enrol in the course to open its lessons and quizzes."),
    AccessReason.UNAVAILABLE: _("This course is not available at the moment."),
}


@dataclass(frozen=True)
class AccessDecision:
    """`enrolment` is None for editors, who may look at everything and leave no record."""

    reason: AccessReason
    course: CoursePage
    enrolment: Enrolment | None = None
    outline: CourseOutline | None = None
    activity: OutlineActivity | None = None

    @property
    def allowed(self) -> bool:
        return self.reason in (AccessReason.ENROLLED, AccessReason.EDITOR)

    @property
    def message(self) -> str:
        if self.activity is not None:
            return self.activity.reason
        return str(MESSAGES.get(self.reason, ""))


def open_enrolment(learner: User, course: CoursePage) -> Enrolment | None:
    """Return the learner's open enrolment in a course."""
    return (
        Enrolment.objects.for_learner(learner)
        .open()
        .select_related("course")
        .filter(course=course)
        .first()
    )


def current_enrolment(user: User | AnonymousUser, course: CoursePage) -> Enrolment | None:
    """Return the open enrolment, or else the last completed one, which may be reviewed."""
    if not isinstance(user, User):
        return None
    return (
        Enrolment.objects.for_learner(user)
        .current()
        .with_counted_periods()
        .with_told()
        .filter(course=course)
        .select_related("course")
        .first()
    )


def may_open(user: User | AnonymousUser, page: ActivityPage) -> AccessDecision:
    """Decide whether a user may open an activity: three queries for a learner who may."""
    enrolment = _enrolment_for(user, page)
    course = enrolment.course if enrolment else page.get_course()
    if not (page.live and course.live) and not may_edit(user, page):
        return AccessDecision(AccessReason.UNAVAILABLE, course)
    if enrolment is None:
        return _without_enrolment(user, page, course)
    outline = course_outline(course, enrolment)
    activity = outline.find(page.pk)
    locked = activity is not None and activity.is_locked
    reason = AccessReason.LOCKED if locked else AccessReason.ENROLLED
    return AccessDecision(reason, course, enrolment, outline, activity)


def may_edit(user: User | AnonymousUser, page: Page) -> bool:
    """Return whether a user writes or approves this page in the CMS."""
    if not user.has_perm("wagtailadmin.access_admin"):
        return False
    permissions = page.permissions_for_user(user)
    return bool(permissions.can_edit() or permissions.can_publish())


def _enrolment_for(user: User | AnonymousUser, page: Page) -> Enrolment | None:
    if not isinstance(user, User):
        return None
    above = [page.path[:length] for length in range(page.steplen, len(page.path), page.steplen)]
    return (
        Enrolment.objects.for_learner(user)
        .current()
        .filter(course__path__in=above)
        .select_related("course")
        .first()
    )


def _without_enrolment(
    user: User | AnonymousUser, page: ActivityPage, course: CoursePage
) -> AccessDecision:
    if may_edit(user, page):
        outline = course_outline(course, drafts=True)
        activity = outline.find(page.pk)
        return AccessDecision(AccessReason.EDITOR, course, outline=outline, activity=activity)
    signed_in = isinstance(user, User)
    return AccessDecision(AccessReason.NOT_ENROLLED if signed_in else AccessReason.SIGN_IN, course)
