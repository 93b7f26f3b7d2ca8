"""The account page, the language switch, and doors that all lead to the one sign-in."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.accounts.language import keep_language, keep_language_in_browser
from lms.accounts.models import EventKind, SecurityEvent, User
from lms.accounts.requests import SignedInRequest
from lms.accounts.sessions import end_other_sessions, end_session, open_sessions
from lms.web.views import csrf_failure as plain_csrf_failure

PER_PAGE = 50
DEVICES_PER_PAGE = 10


@login_required
def account_home(request: SignedInRequest) -> HttpResponse:
    return render(
        request,
        "account/home.html",
        {
            "has_second_factor": is_mfa_enabled(request.user),
            "session_count": len(open_sessions(request.user)),
            "languages": settings.WAGTAIL_CONTENT_LANGUAGES,
        },
    )


@login_required
@require_safe
def looks_at_me(request: SignedInRequest) -> HttpResponse:
    """Who of the staff opened the record of whoever asks, the latest first."""
    looks = SecurityEvent.objects.filter(account=request.user, kind=EventKind.RECORD_VIEWED)
    page = Paginator(looks.select_related("actor"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "days": settings.LMS_SECURITY_EVENT_DAYS}
    return render(request, "account/looks.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def signed_in_devices(request: SignedInRequest) -> HttpResponse:
    """Where the account is open: this browser first, then those that were used last."""
    if request.method == "POST":
        end_other_sessions(request.user, but=request.session.session_key)
        messages.success(request, _("All other devices are signed out."))
        return redirect("usersessions_list")
    mine = open_sessions(request.user)
    mine.sort(key=lambda session: (session.is_current(), session.last_seen_at), reverse=True)
    page = Paginator(mine, DEVICES_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "usersessions/usersession_list.html", {"page": page})


@login_required
@require_POST
def sign_out_device(request: SignedInRequest, pk: int) -> HttpResponse:
    """End one session of one's own; one that has ended meanwhile is as good as ended."""
    end_session(request.user, pk, but=request.session.session_key)
    messages.success(request, _("The device is signed out."))
    return redirect("usersessions_list")


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember a language: with the person when signed in, in a cookie in any case."""
    response = redirect(safe_target(request, request.POST.get("next", "")))
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return response
    if isinstance(request.user, User):
        keep_language(request.user, language)
    keep_language_in_browser(request, response, language)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Lead on whoever signs in or out with an old form though another tab has done it already.

    Signing in gives the browser a new token, so that the forms of its other tabs are refused.
    """
    is_done = {reverse("account_login"): True, reverse("account_logout"): False}
    from_a_form = "csrfmiddlewaretoken" in request.POST
    if from_a_form and is_done.get(request.path) == request.user.is_authenticated:
        return redirect(safe_target(request, request.POST.get("next", "")))
    return plain_csrf_failure(request, reason)


def safe_target(request: HttpRequest, target: str) -> str:
    """Return an address if it is a page of this site; else the home page."""
    if target.startswith("/") and url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return target
    return "/"


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead the CMS's own sign-in page to ours, so that the second factor cannot be passed by.

    Whoever is signed in already and was sent here has no right to the CMS: signing in again would
    lead them round in a circle.
    """
    target = request.GET.get("next") or reverse("wagtailadmin_home")
    if request.user.is_authenticated:
        if not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
        return redirect(safe_target(request, target))
    return redirect(f"{reverse('account_login')}?{urlencode({'next': target})}")


def to_password_reset(request: HttpRequest) -> HttpResponse:
    return redirect("account_reset_password")
