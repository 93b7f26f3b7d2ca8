"""Choosing an agency or a person in the CMS."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from lms.accounts.models import User
from lms.agencies.access import VisibleAgencies, visible_agencies
from lms.agencies.models import Agency, AgencyVersion
from lms.cms.choosers import FoldedSearchForm, VisibleChooserViewSet, VisibleRows
from lms.core.text import fold


class AgencySearchForm(FoldedSearchForm):
    def matching(self, objects: QuerySet, words: str) -> QuerySet:
        folded = fold(words)
        named = {
            agency_id
            for agency_id, name, short in AgencyVersion.objects.values_list(
                "agency_id", "name", "short_name"
            )
            if folded in fold(name) or folded in fold(short)
        }
        return objects.filter(Q(pk__in=named) | Q(code__icontains=words))


class PersonSearchForm(FoldedSearchForm):
    def matching(self, objects: QuerySet, words: str) -> QuerySet:
        return objects.filter(
            Q(folded_name__contains=fold(words)) | Q(official_code__icontains=words)
        )


class RegisteredRows(VisibleRows):
    """For those who may see the register, and what is visible to them there."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        names = self.model_class._meta
        if not request.user.has_perm(f"{names.app_label}.view_{names.model_name}"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def visible(self) -> VisibleAgencies:
        return visible_agencies(cast(User, self.request.user), timezone.localdate())


class AgencyRows(RegisteredRows):
    def visible_rows(self) -> QuerySet[Any]:
        return self.visible().agencies().prefetch_related("versions")


class PersonRows(RegisteredRows):
    def visible_rows(self) -> QuerySet[Any]:
        return self.visible().people()


class AgencyChooserViewSet(VisibleChooserViewSet):
    model = Agency
    icon = "home"
    choose_one_text = _("Choose an agency")
    choose_another_text = _("Choose another agency")
    edit_item_text = _("Edit this agency")
    rows = AgencyRows
    search_form = AgencySearchForm
    more_columns = (
        Column("code", label=_("Code")),
        Column("former", label=_("Former names"), accessor=lambda a: "; ".join(a.former_names())),
    )


class PersonChooserViewSet(VisibleChooserViewSet):
    model = "accounts.User"
    icon = "user"
    choose_one_text = _("Choose a person")
    choose_another_text = _("Choose another person")
    edit_item_text = _("Edit this person")
    rows = PersonRows
    search_form = PersonSearchForm
    more_columns = (Column("official_code", label=_("Official code")),)


agency_chooser = AgencyChooserViewSet("agency_chooser")
person_chooser = PersonChooserViewSet("person_chooser")
