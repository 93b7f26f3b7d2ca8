"""Competencies in the CMS: frameworks, their levels, and what positions require."""

from django.utils.translation import gettext_lazy
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from lms.cms.registers import DayColumn, RelatedIndexView
from lms.competencies.evidence_viewset import EvidenceViewSet
from lms.competencies.forms import RequiredLevelForm
from lms.competencies.models import Competency, Framework, ProficiencyLevel, RequiredLevel

NAMES = MultiFieldPanel(
    [FieldRowPanel([FieldPanel("name"), FieldPanel("name_en")])], heading=gettext_lazy("Name")
)
DESCRIPTIONS = MultiFieldPanel(
    [FieldPanel("description"), FieldPanel("description_en")],
    heading=gettext_lazy("Description"),
)


class CompetencyIndexView(RelatedIndexView):
    related = ("parent", "framework")


class LevelIndexView(RelatedIndexView):
    related = ("framework",)


class RequiredLevelIndexView(RelatedIndexView):
    related = ("position", "competency", "level")


class FrameworkViewSet(ModelViewSet):
    model = Framework
    name = "framework"
    icon = "folder-open-inverse"
    list_display = ("name", "code", "version")
    search_fields = ("name", "name_en", "code")
    ordering = ("code", "version")
    copy_view_enabled = False
    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("version")]),
        NAMES,
        MultiFieldPanel(
            [FieldPanel("source"), FieldPanel("source_en")], heading=gettext_lazy("Source")
        ),
        MultiFieldPanel(
            [FieldPanel("licence"), FieldPanel("licence_en")], heading=gettext_lazy("Licence")
        ),
    ]


class CompetencyViewSet(ModelViewSet):
    model = Competency
    name = "competency"
    index_view_class = CompetencyIndexView
    icon = "list-ul"
    list_display = ("__str__", "parent", "framework")
    list_filter = ("framework",)
    search_fields = ("code", "name", "name_en")
    ordering = ("framework__code", "framework__version", "position", "code")
    copy_view_enabled = False
    panels = [
        FieldRowPanel([FieldPanel("framework"), FieldPanel("parent")]),
        FieldRowPanel([FieldPanel("code"), FieldPanel("position")]),
        NAMES,
        DESCRIPTIONS,
    ]


class ProficiencyLevelViewSet(ModelViewSet):
    model = ProficiencyLevel
    name = "level"
    index_view_class = LevelIndexView
    icon = "bars"
    list_display = ("__str__", "framework")
    list_filter = ("framework",)
    ordering = ("framework__code", "framework__version", "number")
    copy_view_enabled = False
    panels = [FieldRowPanel([FieldPanel("framework"), FieldPanel("number")]), NAMES, DESCRIPTIONS]


class RequiredLevelViewSet(ModelViewSet):
    model = RequiredLevel
    name = "requiredlevel"
    index_view_class = RequiredLevelIndexView
    icon = "crosshairs"
    list_display = (
        "position",
        Column("competency", label=gettext_lazy("Competency")),
        Column("level", label=gettext_lazy("Level"), sort_key="level__number"),
        DayColumn("valid_from", label=gettext_lazy("in force from"), sort_key="valid_from"),
        DayColumn("valid_to", label=gettext_lazy("ceases on"), sort_key="valid_to"),
    )
    list_filter = ("position", "competency")
    ordering = ("position__name", "competency__position")
    edit_handler = ObjectList(
        [
            HelpPanel(
                content=gettext_lazy(
                    "<p>When a requirement changes, do not overwrite it: enter the day on which it "
                    "ceases, and add a new one from that day on. Reports of earlier days stay "
                    "right.</p>"
                )
            ),
            FieldPanel("position"),
            FieldPanel("competency"),
            FieldPanel("level"),
            FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
        ],
        base_form_class=RequiredLevelForm,
    )


class CompetenciesGroup(ModelViewSetGroup):
    menu_label = gettext_lazy("Competencies")
    menu_icon = "crosshairs"
    menu_order = 310
    items = (
        FrameworkViewSet(),
        CompetencyViewSet(),
        ProficiencyLevelViewSet(),
        RequiredLevelViewSet(),
        EvidenceViewSet(),
    )
