"""The catalogues below which a person may add courses, and what the CMS does in one of them."""

from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.permissions import policy_registry

from courses.models import CataloguePage
from lms.accounts.models import User
from lms.accounts.requests import SignedInRequest
from lms.cms.form_views import AdminFormView


def own_catalogues(user: User) -> QuerySet[CataloguePage]:
    """Return the catalogues below which a person may add courses."""
    pages = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "add")
    return CataloguePage.objects.filter(pk__in=pages.values("pk")).order_by("path")


def may_add_courses(user: User, page: Page) -> bool:
    """Return whether a page is a catalogue below which a person may add courses."""
    is_catalogue = page.specific_class is CataloguePage
    return is_catalogue and own_catalogues(user).filter(pk=page.pk).exists()


class InCatalogueForm(forms.Form):
    catalogue = forms.ModelChoiceField(
        CataloguePage.objects.none(), label=gettext_lazy("Catalogue"), empty_label=None
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("catalogue", own_catalogues(user))

    def offer(self, name: str, rows: QuerySet[Any]) -> None:
        """Let a field offer these rows."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        field.queryset = rows


class InCatalogueView(AdminFormView):
    """A form of theirs who may add courses, in the catalogue they came from if it is their own."""

    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not own_catalogues(self.request.user).exists():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("catalogue", "")
        return {"catalogue": asked} if asked.isdecimal() else {}


class InCatalogueItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return own_catalogues(cast(User, request.user)).exists()
