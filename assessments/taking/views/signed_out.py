"""What arrives while nobody is signed in: it is kept, and counts after the sign-in."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from assessments.attempts.keeping import lifetime
from assessments.attempts.models import Attempt
from assessments.attempts.rules import moment
from assessments.marking.regrading import count_arrived
from assessments.taking.views.desk import Desk, number_asked_for, without_cleared
from assessments.taking.views.going_on import sign_in_with_answers
from assessments.taking.views.kept import forget_answers, form_of, keep_answers, kept_for
from assessments.taking.views.tokens import token_is_valid


def sign_in_url(next_url: str) -> str:
    return redirect_to_login(next_url).url


def keep_and_sign_in(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """Keep posted answers and ask to sign in; say that they are kept only where they are."""
    if request.method == "GET":
        return redirect(sign_in_url(request.get_full_path()))
    if not token_is_valid(request):
        return sign_in_with_answers(request)
    kept = keep_answers(request, attempt_id, max(1, number_asked_for(request)))
    if kept is not None:
        text = _(
            "You were signed out. Your answers have arrived and are kept until %(time)s: sign in, "
            "and they count."
        ) % {"time": moment(kept.received_at + lifetime())}
    else:
        text = _(
            "You were signed out, and what you sent could not be kept. Sign in, then go back to "
            "the page with your answers and save it again."
        )
    messages.warning(request, text)
    return redirect(sign_in_url(request.get_full_path()))


def count_what_was_kept(request: HttpRequest, found: Attempt) -> None:
    """Let answers count that arrived before the end while nobody was signed in, and say so."""
    kept = kept_for(request, found.pk)
    if kept is None:
        return
    form = Desk(found, kept.question).form(without_cleared(form_of(kept)))
    form.is_valid()
    counted = count_arrived(
        attempt=found,
        answers=form.answers,
        sequence=form.known_sequence,
        arrived_at=kept.received_at,
    )
    if counted:
        messages.success(
            request, _("What you sent before the end, while you were signed out, was counted.")
        )
    else:
        messages.warning(
            request,
            _(
                "What you sent while you were signed out was not counted: newer answers had been "
                "saved, or you had handed in."
            ),
        )
    forget_answers(request, found.pk)
