"""What requests of people go through: their language, their session's life, notices to them."""

import time
from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _

from lms.accounts.language import chosen_language

GetResponse = Callable[[HttpRequest], HttpResponseBase]

SEEN_AT = "seen_at"
# Seconds between two writes of "last seen": a request in between costs no write.
SEEN_EVERY = 300


class LanguageMiddleware:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = chosen_language(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class SessionActivityMiddleware:
    """Notes when a session was last used, and ends one that was left alone for too long."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            now = int(time.time())
            seen_at = request.session.get(SEEN_AT)
            idle = settings.LMS_SESSION_IDLE_MINUTES * 60
            if seen_at and idle and now - seen_at > idle:
                logout(request)
                messages.info(
                    request, _("You were signed out after a long pause. Please sign in again.")
                )
            elif seen_at is None or now - seen_at > SEEN_EVERY:
                request.session[SEEN_AT] = now
                UserSession.objects.create_from_request(request)
        return self.get_response(request)


class NoticesMiddleware:
    """Changes a password or a second factor together with the mail that says so, or not at all.

    allauth saves first and mails afterwards: a process that ends in between would keep quiet about
    a change that its owner has to hear of.
    """

    addresses = ("/accounts/password/", "/accounts/2fa/")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "POST" or not request.path_info.startswith(self.addresses):
            return self.get_response(request)
        with transaction.atomic():
            response = self.get_response(request)
            # An error has become a response on its way here.
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response
