"""Acts on a person in the CMS that are asked once more before they are done."""

import uuid
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from lms.accounts.events import record_event
from lms.accounts.mails import owe_password_link
from lms.accounts.models import EventKind, User


class PersonActView(WagtailAdminTemplateMixin, TemplateView):
    """Ask, then act on one person; needs the right to change that person."""

    template_name = "wagtailusers/users/act.html"
    header_icon = "user"
    question: Promise
    confirm_label: Promise
    done: Promise
    url_name_of_person = "wagtailusers_users:edit"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.person = get_object_or_404(User, pk=kwargs["pk"])
        policy = policy_registry.get_by_type(User)
        if not policy.user_has_permission_for_instance(request.user, "change", self.person):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if refusal := self.refusal():
            messages.error(request, refusal)
        else:
            self.act()
            messages.success(request, self.done)
        return redirect(self.url_name_of_person, self.person.pk)

    def refusal(self) -> Promise | None:
        """Return why it cannot be done, if so."""
        return None

    def act(self) -> None:
        raise NotImplementedError

    def get_page_subtitle(self) -> str:
        return self.person.full_name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            person=self.person, question=self.question, confirm_label=self.confirm_label, **kwargs
        )


class SendPasswordLinkView(PersonActView):
    page_title = _("Send a password link")
    question = _("The person receives a mail with a link for choosing a password.")
    confirm_label = _("Send the mail")
    done = _("The mail is on its way.")

    def refusal(self) -> Promise | None:
        if not self.person.email:
            return _("This person has no e-mail address. Enter one first.")
        if not self.person.is_active:
            return _("This person may not sign in. Allow that first.")
        return None

    @transaction.atomic
    def act(self) -> None:
        owe_password_link(user=self.person, key=f"password_link:{uuid.uuid4()}")
        log(self.person, "accounts.password_link")


class ResetSecondFactorView(PersonActView):
    page_title = _("Reset two-step sign-in")
    question = _(
        "The authenticator app and the recovery codes of this person become void, and all their "
        "devices are signed out. Make sure that it is really this person who asks."
    )
    confirm_label = _("Reset")
    done = _("Two-step sign-in is reset. The person can set it up again after signing in.")

    @transaction.atomic
    def act(self) -> None:
        Authenticator.objects.filter(user=self.person).delete()
        for session in UserSession.objects.filter(user=self.person):
            session.end()
        log(self.person, "accounts.second_factor_reset")
        record_event(EventKind.SECOND_FACTOR_CHANGED, account=self.person, detail="reset")
