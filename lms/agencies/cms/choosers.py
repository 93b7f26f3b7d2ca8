"""Choosing an agency or a person in the CMS."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.views.generic.chooser import (
    BaseChooseView,
    ChooseResultsView,
    ChooseView,
    ChosenMultipleView,
    ChosenView,
    ModelLookupMixin,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet

from lms.accounts.models import User
from lms.agencies.access import visible_agencies
from lms.agencies.models import Agency, AgencyVersion
from lms.cms.choosers import FoldedSearchForm
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


class NeedsToSee(ModelLookupMixin, View):
    """For those who may see the register, and what is visible to them there.

    The library lets everybody of the CMS choose anything.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        names = self.model_class._meta
        if not request.user.has_perm(f"{names.app_label}.view_{names.model_name}"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_object_list(self) -> QuerySet[Any]:
        visible = visible_agencies(cast(User, self.request.user), timezone.localdate())
        return visible.people() if self.model_class is User else visible.agencies()

    def get_object(self, pk: Any) -> Any:
        return self.get_object_list().get(pk=pk)

    def get_objects(self, pks: Any) -> QuerySet[Any]:
        return self.get_object_list().filter(pk__in=pks)


class AgencyChoices(NeedsToSee, BaseChooseView):
    filter_form_class = AgencySearchForm

    @property
    def columns(self) -> list[BaseColumn]:
        return [*super().columns, Column("code", label=_("Code"))]

    def get_object_list(self) -> QuerySet[Any]:
        return super().get_object_list().prefetch_related("versions")


class PersonChoices(NeedsToSee, BaseChooseView):
    filter_form_class = PersonSearchForm

    @property
    def columns(self) -> list[BaseColumn]:
        return [*super().columns, Column("official_code", label=_("Official code"))]


class ChooseAgencyView(AgencyChoices, ChooseView):
    pass


class ChooseAgencyResultsView(AgencyChoices, ChooseResultsView):
    pass


class ChoosePersonView(PersonChoices, ChooseView):
    pass


class ChoosePersonResultsView(PersonChoices, ChooseResultsView):
    pass


class ChosenSeen(NeedsToSee, ChosenView):
    pass


class ChosenSeveralSeen(NeedsToSee, ChosenMultipleView):
    pass


class AgencyChooserViewSet(ChooserViewSet):
    model = Agency
    icon = "home"
    choose_one_text = _("Choose an agency")
    choose_another_text = _("Choose another agency")
    edit_item_text = _("Edit this agency")
    choose_view_class = ChooseAgencyView
    choose_results_view_class = ChooseAgencyResultsView
    chosen_view_class = ChosenSeen
    chosen_multiple_view_class = ChosenSeveralSeen


class PersonChooserViewSet(ChooserViewSet):
    model = "accounts.User"
    icon = "user"
    choose_one_text = _("Choose a person")
    choose_another_text = _("Choose another person")
    edit_item_text = _("Edit this person")
    choose_view_class = ChoosePersonView
    choose_results_view_class = ChoosePersonResultsView
    chosen_view_class = ChosenSeen
    chosen_multiple_view_class = ChosenSeveralSeen


agency_chooser = AgencyChooserViewSet("agency_chooser")
person_chooser = PersonChooserViewSet("person_chooser")
