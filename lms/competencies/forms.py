"""Forms about evidence: the learner's own, and those of the staff."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from lms.accounts.models import User
from lms.agencies.cms.choosers import person_chooser
from lms.competencies.level_fields import CompetencyChoice, LevelChoice
from lms.competencies.models import Competency, EvidenceKind, ProficiencyLevel
from lms.competencies.services import RECORDABLE_KINDS


class SelfAssessmentForm(forms.Form):
    """One competency; the level is given by its number on the scale."""

    level = forms.ModelChoiceField(
        ProficiencyLevel.objects.none(),
        to_field_name="number",
        error_messages={"invalid_choice": _("Choose one of the levels of this framework.")},
    )

    def __init__(self, *args: Any, competency: Competency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = self.fields["level"]
        assert isinstance(levels, forms.ModelChoiceField)  # noqa: S101
        levels.queryset = ProficiencyLevel.objects.filter(framework=competency.framework_id)


class RequiredLevelForm(WagtailAdminModelForm):
    """Several frameworks may number their levels alike: the choices say whose they are."""

    competency = CompetencyChoice(
        Competency.objects.filter(children__isnull=True).select_related("framework"),
        label=_("Competency"),
    )
    level = LevelChoice(ProficiencyLevel.objects.select_related("framework"), label=_("Level"))


class JudgementForm(forms.Form):
    """A trainer's judgement or a certificate from elsewhere."""

    learner = forms.ModelChoiceField(
        User.objects.all(),
        label=_("Person"),
        widget=person_chooser.widget_class,
        help_text=_("Whose evidence it is."),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(kind.value, kind.label) for kind in RECORDABLE_KINDS]
    )
    competency = CompetencyChoice(
        Competency.objects.none(), label=_("Competency"), empty_label=_("Choose one")
    )
    level = LevelChoice(
        ProficiencyLevel.objects.none(), label=_("Level"), empty_label=_("Choose one")
    )
    source_label = forms.CharField(
        label=_("What proves it"),
        max_length=300,
        help_text=_("The certificate with its number and issuer, or what the judgement rests on."),
    )
    achieved_on = forms.DateField(
        label=_("Achieved on"), initial=timezone.localdate, widget=AdminDateInput
    )
    expires_on = forms.DateField(
        label=_("Expires on"),
        required=False,
        widget=AdminDateInput,
        help_text=_("The first day on which it no longer counts. Empty: it does not expire."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        competencies, levels = self.fields["competency"], self.fields["level"]
        assert isinstance(competencies, forms.ModelChoiceField)  # noqa: S101
        assert isinstance(levels, forms.ModelChoiceField)  # noqa: S101
        competencies.queryset = Competency.objects.filter(children__isnull=True).select_related(
            "framework"
        )
        levels.queryset = ProficiencyLevel.objects.select_related("framework")

    def evidence_kind(self) -> EvidenceKind:
        return EvidenceKind(self.cleaned_data["kind"])
