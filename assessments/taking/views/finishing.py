"""From start to result: the steps round the answering."""

from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assessments.attempts.models import Attempt, Response
from assessments.attempts.standing import standing
from assessments.exceptions import AttemptRefused
from assessments.marking.gradings import submit_attempt
from assessments.quizzes.models import QuizPage
from assessments.taking.answers_shown import answers_shown
from assessments.taking.by_module import results_by_module
from assessments.taking.presentation import review_rows
from assessments.taking.starting import count_earlier_result, start_attempt
from assessments.taking.views.desk import Desk, learner_attempt
from assessments.taking.views.going_on import count_before_result, hand_in_what_is_there
from assessments.taking.views.kept import kept_for
from assessments.taking.views.signed_out import count_what_was_kept, sign_in_url
from assessments.words import AttemptState, QuizPurpose, ResponseState
from certificates.models import Certificate
from courses.models import LessonPage
from lms.enrolments.access import AccessReason, may_open
from lms.enrolments.outline import CourseOutline, OutlineActivity, course_outline


def _signed_in(view: Any, name: str) -> Any:
    """Ask to sign in, and come back to the named page: the address posted to cannot be opened."""

    @wraps(view)
    def gate(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect(sign_in_url(reverse(name, args=[attempt_id])))
        return view(request, attempt_id)

    return gate


@require_POST
def start(request: HttpRequest, page_id: int) -> HttpResponse:
    quiz = get_object_or_404(QuizPage.objects.live(), pk=page_id)
    if not request.user.is_authenticated:
        return redirect(sign_in_url(quiz.get_url(request) or "/"))
    access = may_open(request.user, quiz)
    if access.reason == AccessReason.UNAVAILABLE:
        raise Http404
    if access.enrolment is None or not access.allowed:
        if access.message:
            messages.error(request, access.message)
        return redirect(quiz.get_url(request) or "/")
    if count_earlier_result(quiz=quiz, enrolment=access.enrolment):
        messages.success(request, _("Your earlier result at this quiz counts in this course."))
        if quiz.purpose == QuizPurpose.FINAL:
            return redirect(quiz.get_url(request) or "/")
    try:
        found = start_attempt(
            learner=access.enrolment.learner, quiz=quiz, enrolment=access.enrolment
        )
    except AttemptRefused as refused:
        messages.error(request, str(refused.message))
        return redirect(quiz.get_url(request) or "/")
    return redirect("attempt", found.pk)


@never_cache
@login_required
@require_safe
def attempt_review(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """What is answered, open and flagged, before handing in."""
    found = learner_attempt(request, attempt_id)
    if found.state == AttemptState.GRADED:
        return redirect("attempt_result", found.pk)
    desk = Desk(found, 1)
    if found.is_expired(desk.now):
        return hand_in_what_is_there(request, found.pk)
    answers = desk.answers
    rows = review_rows(desk.paper, answers, found.flagged, desk.place)
    context = {
        "attempt": found,
        "quiz": found.quiz,
        "rows": rows,
        "answered": len(answers),
        "total": len(rows),
        "open_count": len(rows) - len(answers),
        "remaining": desk.remaining,
        "saved_at": desk.events[-1].answered_at if desk.events else None,
        "this_url": desk.url(),
        "breadcrumbs": found.quiz.breadcrumbs_below(request),
    }
    return render(request, "assessments/attempt_review.html", context)


@require_POST
def _submit(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    found = learner_attempt(request, attempt_id)
    count_what_was_kept(request, found)
    submit_attempt(attempt=found)
    return redirect("attempt_result", attempt_id)


attempt_submit = _signed_in(_submit, "attempt_review")


@never_cache
@login_required
@require_safe
def attempt_result(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """The result; questions, keys and explanations only where they are released."""
    found = learner_attempt(request, attempt_id)
    if found.state != AttemptState.GRADED:
        if found.is_expired(timezone.now()):
            return hand_in_what_is_there(request, found.pk)
        return redirect("attempt", found.pk)
    if kept_for(request, found.pk) is not None:
        return count_before_result(request, found.pk)
    return render(request, "assessments/attempt_result.html", _result(request, found))


def _result(request: HttpRequest, found: Attempt) -> dict[str, Any]:
    now, quiz = timezone.now(), found.quiz
    stands = standing(quiz, found.enrolment)
    release = stands.release(now)
    grading = found.gradings.latest("number")
    responses = list(
        Response.objects.filter(grading=grading).select_related("question_version__question")
    )
    enrolment = found.enrolment
    outline = course_outline(enrolment.course, enrolment)
    modules = results_by_module(quiz, outline, responses, released=release.released)
    answers = (
        answers_shown(found, responses, request.GET.get("answers", ""))
        if release.released
        else None
    )
    return {
        "attempt": found,
        "quiz": quiz,
        "grading": grading,
        "percent": (found.fraction or 0) * 100,
        "score": sum(response.mark for response in responses),
        "maximum": sum(response.max_mark for response in responses),
        "unanswered": sum(r.state == ResponseState.UNANSWERED for r in responses),
        "total": len(responses),
        "modules": modules,
        # Where nothing is told of modules, all that may be read again.
        "lessons": [] if modules or found.passed else _lessons(outline),
        "release": release,
        "answers": answers,
        "responses": answers.shown if answers else [],
        "refusal": stands.refusal(now),
        "left": stands.left,
        "course": enrolment.course,
        "next_activity": outline.next_activity,
        "completed": enrolment.completed_at is not None,
        "certificate": Certificate.objects.for_learner(found.learner).newest_edition(
            enrolment.reference
        ),
        "breadcrumbs": quiz.breadcrumbs_below(request),
    }


def _lessons(outline: CourseOutline) -> list[OutlineActivity]:
    lessons = [a for a in outline.activities if a.activity.kind == LessonPage.kind]
    return [each for each in lessons if not each.is_locked]
