"""Steps between two pages: a page that is only looked at changes nothing, so each is a form."""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _


def hand_in_what_is_there(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """Say that time is up, and go on to have what was saved graded."""
    context = {
        "title": _("Time is up"),
        "text": _("What you saved before the end counts. Go on to have it graded."),
        "label": _("See the result"),
        "action": reverse("attempt_submit", args=[attempt_id]),
        "at_once": True,
    }
    return render(request, "components/go_on.html", context)


def save_what_was_kept(request: HttpRequest, kept: QueryDict) -> HttpResponse:
    """Go on to save the answers that were given while nobody was signed in."""
    context = {
        "title": _("Your answers are still here"),
        "text": _("The answers you gave before you were signed out will be saved now."),
        "label": _("Save the answers"),
        "hidden": list(pairs_of(kept)),
        "at_once": True,
    }
    return render(request, "components/go_on.html", context)


def count_before_result(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """Go on to the result by way of what was kept before the end."""
    context = {
        "title": _("Your answers are still here"),
        "text": _("What you sent before the end, while you were signed out, will be counted now."),
        "label": _("See the result"),
        "action": reverse("attempt_submit", args=[attempt_id]),
        "at_once": True,
    }
    return render(request, "components/go_on.html", context)


def sign_in_with_answers(request: HttpRequest) -> HttpResponse:
    """Give posted answers back to somebody whose session and token have ended."""
    context = {
        "title": _("You were signed out"),
        "text": _(
            "Your answers are still on this page. Continue and sign in again: they are saved then, "
            "unless the time is up."
        ),
        "label": _("Continue and sign in"),
        "hidden": list(pairs_of(request.POST)),
    }
    return render(request, "components/go_on.html", context, status=403)


def pairs_of(data: QueryDict) -> Iterable[tuple[str, str]]:
    for name, values in data.lists():
        if name != "csrfmiddlewaretoken":
            yield from ((name, value) for value in values)
