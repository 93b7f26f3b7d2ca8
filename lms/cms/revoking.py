"""Acts on one row of a register in the CMS: a form, one call, a refusal said at the form."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from lms.cms.form_views import AdminFormView


class RevocationForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Kept in the register and shown to the learner, not to the public."),
    )


class RegisterActView(AdminFormView):
    """Ask what the act needs, then do it to one row.

    A subclass names the model, the permission, the register (the URL names of its viewset), and
    `refused`, the exception with which `act` says at the reason why it cannot be done. In its
    template, which says what follows, the row is `row`.
    """

    request: Any
    model: type[Model]
    related: tuple[str, ...]
    permission: str
    register: str
    register_label: Promise
    act_label: Promise
    refused: type[Exception]
    done: Promise

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.request.user.has_perm(self.permission):
            raise PermissionDenied
        rows = self.model._default_manager.select_related(*self.related)
        self.row: Any = get_object_or_404(rows, pk=kwargs["pk"])
        # The row that is shown afterwards.
        self.result: Any = self.row
        return super().dispatch(request, *args, **kwargs)

    def act(self, data: dict[str, Any]) -> None:
        raise NotImplementedError

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            self.act(form.cleaned_data)
        except self.refused as refusal:
            form.add_error("reason", str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, str(self.done))
        return super().form_valid(form)

    def get_success_url(self) -> str:
        return reverse(f"{self.register}:inspect", args=[self.result.pk])

    def get_page_subtitle(self) -> str:
        return str(self.row)

    def get_breadcrumbs_items(self) -> list[Mapping[str, str | Promise]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(f"{self.register}:index"), "label": str(self.register_label)},
            {
                "url": reverse(f"{self.register}:inspect", args=[self.row.pk]),
                "label": str(self.row),
            },
            {"url": "", "label": str(self.act_label)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(row=self.row, **kwargs)


class RevokeView(RegisterActView):
    """Ask for the reason, then revoke one row. Its template extends `cms/revoke.html`."""

    form_class = RevocationForm
    header_icon = "cross"
    act_label = gettext_lazy("Revoke")

    def act(self, data: dict[str, Any]) -> None:
        self.revoke(data["reason"])

    def revoke(self, reason: str) -> None:
        raise NotImplementedError
