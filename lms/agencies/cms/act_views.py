"""One agency in the CMS: what it was and is, and the acts that change it."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from lms.agencies.cms.act_forms import (
    ActForm,
    CreateForm,
    DissolveForm,
    MergeForm,
    ReviseForm,
    SplitForm,
)
from lms.agencies.exceptions import OrganisationRefused
from lms.agencies.models import Agency, Reorganisation
from lms.cms.form_views import AdminFormView


@dataclass(frozen=True)
class ActOn:
    """What can be done to an agency; `explanation` says what becomes of people and parts."""

    name: str
    label: str | Promise
    explanation: str | Promise
    form: type[ActForm]


CREATE = ActOn(
    "create",
    gettext_lazy("Create an agency"),
    gettext_lazy("The code stays for good. Everything else can change from a later day on."),
    CreateForm,
)
ACTS = [
    ActOn(
        "revise",
        gettext_lazy("Rename or move"),
        gettext_lazy("From that day on the agency has this name and this place in the tree."),
        ReviseForm,
    ),
    ActOn(
        "merge",
        gettext_lazy("Merge into another"),
        gettext_lazy("Its people and the agencies below it move to the other; roles in it end."),
        MergeForm,
    ),
    ActOn(
        "split",
        gettext_lazy("Split"),
        gettext_lazy("The successors take its place; it ceases unless it is one of them."),
        SplitForm,
    ),
    ActOn(
        "dissolve",
        gettext_lazy("Dissolve"),
        gettext_lazy("It ceases without a successor. Nobody may work there any more."),
        DissolveForm,
    ),
]

ACT_ACTION = "agencies.act"


def act_label(name: str) -> str:
    """Return what an act is called; the name itself when there is no such act any more."""
    return next((str(each.label) for each in [CREATE, *ACTS] if each.name == name), name)


class NeedsPermission(View):
    """For those who may do this to agencies."""

    request: Any
    permission = "change"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        policy = policy_registry.get_by_type(Agency)
        if not policy.user_has_permission(self.request.user, self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class AgencyView(NeedsPermission, WagtailAdminTemplateMixin, TemplateView):
    """All versions of an agency, read only, and what can be done."""

    template_name = "agencies/cms/agency.html"
    header_icon = "home"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.agency = get_object_or_404(Agency, pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.agency)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agency = self.agency
        acts = Reorganisation.objects.filter(links__predecessor=agency) | (
            Reorganisation.objects.filter(links__successor=agency)
        )
        return super().get_context_data(
            agency=agency,
            versions=agency.versions.prefetch_related("parent__versions").order_by("-valid_from"),
            former_names=agency.former_names(),
            reorganisations=acts.distinct(),
            acts=ACTS,
            **kwargs,
        )


class ActView(NeedsPermission, AdminFormView):
    template_name = "agencies/cms/act.html"
    header_icon = "home"
    agency: Agency | None = None
    act_name: str
    explanation: str | Promise = ""

    def form_valid(self, form: ActForm) -> HttpResponse:
        try:
            with transaction.atomic():
                agency = form.perform(self.request.user)
                decision = form.cleaned_data["decision_number"]
                log(agency, ACT_ACTION, data={"act": self.act_name, "decision": decision})
        except OrganisationRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("The act is recorded."))
        return redirect("agency:edit", agency.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            agency=self.agency, explanation=self.explanation, back_url=self.back_url(), **kwargs
        )

    def back_url(self) -> str:
        if self.agency is None:
            return reverse("agency:index")
        return reverse("agency:edit", args=[self.agency.pk])


class CreateAgencyView(ActView):
    permission = "add"
    act_name = CREATE.name
    page_title = CREATE.label
    explanation = CREATE.explanation
    form_class = CREATE.form


class ActOnAgencyView(ActView):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        act = next((each for each in ACTS if each.name == kwargs["act"]), None)
        if act is None:
            raise Http404
        self.agency = get_object_or_404(Agency, pk=kwargs["pk"])
        self.act_name, self.page_title, self.explanation = act.name, act.label, act.explanation
        self.form_class = act.form

    def get_page_subtitle(self) -> str:
        return str(self.agency)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "agency": self.agency}
