"""Agencies, postings and roles in the CMS."""

from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import CreateView
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from lms.agencies.cms import act_views, listings
from lms.agencies.cms.forms import MustExistThen, PostingForm
from lms.agencies.models import Agency, AgencyRole, Position, Posting, Rank, Reorganisation

KIND = Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind")
ROLE = Column("kind", label=_("Role"), accessor="get_kind_display", sort_key="kind")
ACT = TitleColumn(
    "kind",
    label=_("Act"),
    accessor="get_kind_display",
    get_url=lambda row: reverse("reorganisation:inspect", args=[row.pk]),
)
DATES = FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")])


class PostingCreateView(CreateView):
    def get_initial(self) -> dict[str, Any]:
        """Take the person over from the page one came from: `?learner=` with an id."""
        asked = self.request.GET.get("learner", "")
        return {"learner": asked} if asked.isdecimal() else {}


class AgencyViewSet(ModelViewSet):
    model = Agency
    icon = "home"
    menu_label = _("Agencies")
    add_to_reference_index = False
    copy_view_enabled = False
    list_per_page = 100
    index_view_class = listings.AgencyIndexView
    filterset_class = listings.AgencyFilterSet
    # Versions change by acts alone: the library's forms for writing are replaced.
    form_fields = ["code"]

    def get_urlpatterns(self) -> list[URLPattern]:
        kept = [each for each in super().get_urlpatterns() if each.name not in {"add", "edit"}]
        return [
            *kept,
            path("new/", act_views.CreateAgencyView.as_view(), name="add"),
            path("edit/<int:pk>/", act_views.AgencyView.as_view(), name="edit"),
            path("edit/<int:pk>/<slug:act>/", act_views.ActOnAgencyView.as_view(), name="act"),
        ]


class PostingViewSet(ModelViewSet):
    model = Posting
    icon = "group"
    menu_label = _("Postings")
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = listings.PostingIndexView
    add_view_class = PostingCreateView
    filterset_class = listings.PostingFilterSet
    list_display = ["learner", "position", "agency", KIND, "valid_from", "valid_to"]
    ordering = ("learner__sort_key", "-valid_from")
    edit_handler = ObjectList(
        [
            FieldPanel("learner"),
            FieldPanel("agency"),
            FieldRowPanel([FieldPanel("position"), FieldPanel("rank")]),
            FieldPanel("kind"),
            DATES,
        ],
        base_form_class=PostingForm,
    )


class AgencyRoleViewSet(ModelViewSet):
    model = AgencyRole
    icon = "key"
    menu_label = _("Managers and training officers")
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = listings.RoleIndexView
    filterset_class = listings.RoleFilterSet
    list_display = ["user", ROLE, "agency", "valid_from", "valid_to"]
    ordering = ("user__sort_key",)
    edit_handler = ObjectList(
        [FieldPanel("user"), FieldPanel("agency"), FieldPanel("kind"), DATES],
        base_form_class=MustExistThen,
    )


class PositionViewSet(ModelViewSet):
    model = Position
    icon = "tag"
    menu_label = _("Positions")
    copy_view_enabled = False
    list_display = ["name", "name_en", "code"]
    search_fields = ["name", "name_en", "code"]
    panels = [FieldPanel("code"), FieldPanel("name"), FieldPanel("name_en")]


class RankViewSet(ModelViewSet):
    model = Rank
    icon = "order"
    menu_label = _("Ranks")
    copy_view_enabled = False
    list_display = ["code", "name", "name_en"]
    search_fields = ["name", "name_en", "code"]
    panels = [FieldPanel("code"), FieldPanel("name"), FieldPanel("name_en")]


class ReorganisationViewSet(ModelViewSet):
    model = Reorganisation
    icon = "history"
    menu_label = _("Reorganisations")
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    list_display = [ACT, "effective_on", "decision_number", "note"]
    list_filter = ["kind", "effective_on"]
    inspect_view_fields = ["kind", "effective_on", "decision_number", "note", "recorded_by"]
    form_fields = ["kind", "effective_on", "decision_number", "note"]


class OrganisationViewSetGroup(ModelViewSetGroup):
    menu_label = _("Organisation")
    menu_icon = "group"
    menu_order = 250
    items = (
        AgencyViewSet,
        PostingViewSet,
        AgencyRoleViewSet,
        PositionViewSet,
        RankViewSet,
        ReorganisationViewSet,
    )
