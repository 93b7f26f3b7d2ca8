"""People in the CMS: found without diacritics, sorted by given name, never deleted."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic.edit import FormMixin
from wagtail.admin import messages
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.widgets.button import BaseButton, Button
from wagtail.users.views import users as wagtail_users

from lms.accounts.events import record_view
from lms.accounts.models import User
from lms.accounts.people_acts import ResetSecondFactorView, SendPasswordLinkView
from lms.accounts.people_forms import PersonForm
from lms.core.text import fold

KEPT = _(
    "People are never deleted, because their learning record is kept. "
    "If somebody has left, take away “may sign in”."
)


class FormKnowsWho(FormMixin):
    """Gives the form who is filling it in, because that decides which fields it has."""

    request: HttpRequest

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}


class PeopleIndexView(wagtail_users.IndexView):
    page_title = _("People")
    add_item_label = _("Add a person")
    default_ordering = "sort_key"
    search_fields = ["full_name"]
    search_backend_name = None

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "full_name", label=_("Full name"), sort_key="sort_key", get_url=self.get_edit_url
            ),
            Column("official_code", label=_("Official code"), sort_key="official_code"),
            Column("email", label=_("E-mail address"), sort_key="email"),
            BooleanColumn("is_active", label=_("May sign in"), sort_key="is_active"),
            DateColumn("last_login", label=_("Last signed in"), sort_key="last_login"),
        ]

    def search_queryset(self, queryset: QuerySet[User]) -> QuerySet[User]:
        words = self.search_query.strip()
        if not words:
            return queryset
        return queryset.filter(
            Q(folded_name__contains=fold(words))
            | Q(official_code__icontains=words)
            | Q(email__icontains=words)
        )

    def get_delete_url(self, instance: User) -> None:
        return None


class PersonCreateView(FormKnowsWho, wagtail_users.CreateView):
    page_title = _("Add a person")
    success_message = _("%(object)s is in the register. Send the password link next.")

    def get_success_url(self) -> str:
        return reverse(self.edit_url_name, args=[self.object.pk])


class PersonEditView(FormKnowsWho, wagtail_users.EditView):
    success_message = _("%(object)s is saved.")
    error_message = _("The person could not be saved. Please correct what is marked.")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.can_delete = False
        policy = self.permission_policy
        if not policy.user_has_permission_for_instance(request.user, "change", self.object):
            raise PermissionDenied

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record_view(viewer=cast(User, request.user), person=self.object)
        return super().get(request, *args, **kwargs)

    @property
    def header_more_buttons(self) -> list[BaseButton]:
        return [
            *super().header_more_buttons,
            Button(
                _("Send a password link"),
                url=reverse("wagtailusers_users:password_link", args=[self.object.pk]),
                icon_name="mail",
                priority=5,
            ),
            Button(
                _("Reset two-step sign-in"),
                url=reverse("wagtailusers_users:second_factor_reset", args=[self.object.pk]),
                icon_name="key",
                priority=6,
            ),
        ]


class PersonDeleteView(wagtail_users.DeleteView):
    """Says why not, instead of deleting."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        messages.error(request, KEPT)
        return redirect("wagtailusers_users:edit", self.kwargs["pk"])


class UserViewSet(wagtail_users.UserViewSet):
    menu_label = _("People")
    ordering = "sort_key"
    copy_view_enabled = False
    index_view_class = PeopleIndexView
    add_view_class = PersonCreateView
    edit_view_class = PersonEditView
    delete_view_class = PersonDeleteView

    def get_form_class(self, for_update: bool = False) -> type[PersonForm]:
        return PersonForm

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("password-link/<int:pk>/", SendPasswordLinkView.as_view(), name="password_link"),
            path(
                "second-factor-reset/<int:pk>/",
                ResetSecondFactorView.as_view(),
                name="second_factor_reset",
            ),
        ]
