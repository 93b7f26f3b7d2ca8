"""What learners do: enrol, withdraw, read; each is a POST, a stray GET leads back to the page."""

import re

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.models import CoursePage, LessonPage
from lms.accounts.requests import SignedInRequest
from lms.enrolments.access import current_enrolment, open_enrolment
from lms.enrolments.exceptions import EnrolmentRefused, LearningRefused
from lms.enrolments.models import Enrolment
from lms.enrolments.opening import opened_at
from lms.enrolments.outline import course_outline
from lms.enrolments.services import (
    check_may_withdraw,
    complete_activity,
    enrol,
    finish_course,
    open_activity,
    record_sign_of_life,
    withdraw,
)

POSITION = re.compile(r"[A-Za-z0-9_-]{1,64}")


@login_required
def enrol_in_course(request: SignedInRequest, page_id: int) -> HttpResponseBase:
    course = get_object_or_404(CoursePage.objects.live(), pk=page_id)
    if request.method == "POST":
        try:
            enrol(learner=request.user, course=course)
        except LearningRefused as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, _("You are enrolled. Start whenever you like."))
    return redirect(course.get_url(request) or "/")


@login_required
def withdraw_from_course(request: SignedInRequest, pk: int) -> HttpResponseBase:
    enrolment = get_object_or_404(
        Enrolment.objects.for_learner(request.user).select_related("course"), pk=pk
    )
    course_url = enrolment.course.get_url(request)
    if not enrolment.is_open:
        return redirect("my_learning")
    try:
        check_may_withdraw(enrolment, timezone.localdate())
        if request.method == "POST":
            withdraw(enrolment=enrolment)
    except EnrolmentRefused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("my_learning")
    if request.method == "POST":
        messages.success(
            request, _("You have withdrawn from “%(title)s”.") % {"title": enrolment.title}
        )
        return redirect("my_learning")
    context = {
        "title": _("Withdraw from this course?"),
        "text": enrolment.title,
        "consequences": [
            _("Your progress stays on record, but you cannot go on from it."),
            _("You may enrol again at any time and then start from the beginning."),
        ],
        "confirm_label": _("Withdraw"),
        "cancel_url": course_url if enrolment.course.live else "",
        "danger": True,
    }
    return render(request, "components/confirm_page.html", context)


@login_required
def finish(request: SignedInRequest, pk: int) -> HttpResponseBase:
    enrolment = get_object_or_404(Enrolment.objects.for_learner(request.user), pk=pk)
    if request.method == "POST":
        try:
            enrolment = finish_course(enrolment=enrolment)
        except LearningRefused as refusal:
            messages.error(request, str(refusal.message))
        else:
            if enrolment.completed_at is not None:
                congratulate(request, enrolment)
    return redirect("my_learning")


@login_required
def read_lesson(request: SignedInRequest, page_id: int) -> HttpResponseBase:
    """Mark a lesson as read and go on to the next activity."""
    lesson = get_object_or_404(LessonPage.objects.live(), pk=page_id)
    lesson_url = lesson.get_url(request) or "/"
    enrolment = current_enrolment(request.user, lesson.get_course())
    if request.method != "POST" or enrolment is None:
        return redirect(lesson_url)
    was_completed = enrolment.completed_at is not None
    try:
        _note_opening(request, enrolment, lesson)
        enrolment = complete_activity(enrolment=enrolment, page=lesson)
    except LearningRefused as refusal:
        messages.warning(request, str(refusal.message))
        return redirect(lesson_url)
    if enrolment.completed_at is not None and not was_completed:
        congratulate(request, enrolment)
        return redirect(enrolment.course.get_url(request) or "/")
    return redirect(_after(request, enrolment, lesson))


@login_required
@require_POST
def sign_of_life(request: SignedInRequest, page_id: int) -> HttpResponse:
    """Note that the lesson is being read, and where; the answer is empty."""
    lesson = get_object_or_404(LessonPage.objects.live(), pk=page_id)
    enrolment = open_enrolment(request.user, lesson.get_course())
    if enrolment is None:
        raise Http404
    position = request.POST.get("position", "")
    try:
        if "opened" in request.POST:
            _note_opening(request, enrolment, lesson)
        record_sign_of_life(
            enrolment=enrolment,
            page=lesson,
            position=position if POSITION.fullmatch(position) else "",
        )
    except LearningRefused as refusal:
        return HttpResponse(str(refusal.message), status=409, content_type="text/plain")
    return HttpResponse(status=204)


def _note_opening(request: HttpRequest, enrolment: Enrolment, lesson: LessonPage) -> None:
    """Record when the page that this request comes from was drawn."""
    stamp, now = request.POST.get("opened", ""), timezone.now()
    at = opened_at(stamp, enrolment=enrolment, page_id=lesson.pk, now=now)
    open_activity(enrolment=enrolment, page=lesson, now=at)


def congratulate(request: HttpRequest, enrolment: Enrolment) -> None:
    messages.success(
        request, _("You have completed “%(title)s”. Well done!") % {"title": enrolment.title}
    )


def _after(request: HttpRequest, enrolment: Enrolment, lesson: LessonPage) -> str:
    """Return where to go on: to the activity that follows, if it is open, else to the course."""
    outline = course_outline(enrolment.course, enrolment)
    _before, after = outline.neighbours(lesson.pk)
    if after is None or after.is_locked:
        return enrolment.course.get_url(request) or "/"
    return after.activity.page.get_url(request) or "/"
