"""The forms of acts on agencies: each gathers what one service needs and calls it."""

import datetime as dt
from typing import Any, TypedDict

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from lms.accounts.models import User
from lms.agencies.cms.choosers import agency_chooser
from lms.agencies.models import Agency, AgencyKind, AgencyVersion
from lms.agencies.services import (
    create_agency,
    dissolve_agency,
    merge_agencies,
    revise_agency,
    split_agency,
)
from lms.agencies.services.reorganising import REVISABLE, AgencyFacts


class ActFacts(TypedDict):
    """What every service of an act takes."""

    effective_on: dt.date
    decision_number: str
    note: str
    recorded_by: User


class ActForm(forms.Form):
    """When and by which decision; `perform` raises OrganisationRefused."""

    effective_on = forms.DateField(label=_("Takes effect on"), widget=AdminDateInput)
    decision_number = forms.CharField(label=_("Decision number"), max_length=100)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, agency: Agency | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency = agency

    def act(self, by: User) -> ActFacts:
        data = self.cleaned_data
        return {
            "effective_on": data["effective_on"],
            "decision_number": data["decision_number"],
            "note": data["note"],
            "recorded_by": by,
        }

    def perform(self, by: User) -> Agency:
        raise NotImplementedError

    def _of(self) -> Agency:
        if self.agency is None:
            raise ValueError("this act is on an agency")
        return self.agency


def _fact(name: str, model: Any = AgencyVersion) -> forms.Field:
    """Return a form's field as the model wants it: label, length, choices, what it refuses."""
    field: forms.Field = model._meta.get_field(name).formfield()
    return field


class FactsForm(ActForm):
    """What an agency is called and where it belongs, from the day of the act on."""

    name = _fact("name")
    short_name = _fact("short_name")
    kind = _fact("kind")
    parent = forms.ModelChoiceField(
        label=_("Belongs to"),
        queryset=Agency.objects.all(),
        required=False,
        widget=agency_chooser.widget_class,
    )
    electronic_identifier = _fact("electronic_identifier")
    legacy_identifier = _fact("legacy_identifier")
    position = _fact("position")

    field_order = [*REVISABLE]

    def facts(self) -> AgencyFacts:
        data = self.cleaned_data
        return {
            "name": data["name"],
            "short_name": data["short_name"],
            "kind": AgencyKind(data["kind"]),
            "parent": data["parent"],
            "electronic_identifier": data["electronic_identifier"],
            "legacy_identifier": data["legacy_identifier"],
            "position": data["position"],
        }


class CreateForm(FactsForm):
    code = _fact("code", Agency)

    field_order = ["code", *FactsForm.field_order]

    def perform(self, by: User) -> Agency:
        return create_agency(code=self.cleaned_data["code"], **self.facts(), **self.act(by))


class ReviseForm(FactsForm):
    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        version = agency.present_version
        facts = {name: getattr(version, name) for name in REVISABLE} if version else {}
        initial = {**facts, **kwargs.pop("initial", {})}
        super().__init__(*args, agency=agency, initial=initial, **kwargs)

    def perform(self, by: User) -> Agency:
        revise_agency(agency=self._of(), **self.facts(), **self.act(by))
        return self._of()


class DissolveForm(ActForm):
    def perform(self, by: User) -> Agency:
        dissolve_agency(agency=self._of(), **self.act(by))
        return self._of()


class SeveralAgencies(forms.ModelMultipleChoiceField):
    widget = forms.SelectMultiple(attrs={"size": 12})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Agency.objects.prefetch_related("versions"), **kwargs)


class MergeForm(ActForm):
    successor = forms.ModelChoiceField(
        label=_("Goes up in"), queryset=Agency.objects.all(), widget=agency_chooser.widget_class
    )
    together_with = SeveralAgencies(
        label=_("Together with"),
        required=False,
        help_text=_("Other agencies that go up in the same one by the same decision."),
    )

    field_order = ["successor", "together_with"]

    def perform(self, by: User) -> Agency:
        others: QuerySet[Agency] = self.cleaned_data["together_with"]
        predecessors = list(dict.fromkeys([self._of(), *others]))
        merge_agencies(
            predecessors=predecessors, successor=self.cleaned_data["successor"], **self.act(by)
        )
        return self._of()


class SplitForm(ActForm):
    successors = SeveralAgencies(
        label=_("Successors"),
        help_text=_("Agencies that exist on that day: create new ones first."),
    )
    people_to = forms.ModelChoiceField(
        label=_("People move to"),
        queryset=Agency.objects.all(),
        widget=agency_chooser.widget_class,
        help_text=_("One of the successors; from there people can be transferred one by one."),
    )

    field_order = ["successors", "people_to"]

    def perform(self, by: User) -> Agency:
        split_agency(
            agency=self._of(),
            successors=list(self.cleaned_data["successors"]),
            people_to=self.cleaned_data["people_to"],
            **self.act(by),
        )
        return self._of()
