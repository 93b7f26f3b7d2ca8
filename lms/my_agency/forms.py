"""What a manager may ask for: a report, a selection of people, an assignment."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import CoursePage
from lms.agencies.naming import name_below
from lms.core.fields import DayInput
from lms.core.forms import offer
from lms.my_agency.sorting import sort_choices
from lms.reports.datasets.people import Wanted
from lms.reports.datasets.scope import Scope
from lms.reports.datasets.shape import CompetencyLine, Reading
from lms.reports.renderers import RENDERERS
from lms.reports.tables.levels import row_name

MOST_PEOPLE_AT_ONCE = 500
# After the code of an agency: its own people, without those of the agencies below.
OWN_PEOPLE = ":own"
CHANGE, WITHDRAW = "change", "withdraw"


def day_field(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput, **options)


def not_passed(day: dt.date) -> None:
    if day < timezone.localdate():
        raise forms.ValidationError(_("This day has passed. Choose today or a later day."))


def due_field() -> forms.DateField:
    return day_field(_("Due on"), required=False, validators=[not_passed])


def reason_field() -> forms.CharField:
    return forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=200,
        help_text=_("Shown to the people. It may stay empty."),
    )


class ReportForm(forms.Form):
    """The parameters of the competency report; what is left out takes its default."""

    as_of = day_field(_("As of"), required=False)
    reading = forms.ChoiceField(
        label=_("Agencies"),
        required=False,
        choices=[
            (Reading.AS_WAS.value, _("As they were on the day")),
            (Reading.SUCCESSORS.value, _("By today's successors")),
        ],
        error_messages={"invalid_choice": _("Choose one of the two readings.")},
    )
    format = forms.ChoiceField(
        required=False,
        widget=forms.HiddenInput,
        choices=[(key, renderer.label) for key, renderer in RENDERERS.items()],
        error_messages={
            "invalid_choice": _("There is no such format. Choose one of the downloads instead.")
        },
    )

    def clean_as_of(self) -> dt.date:
        day = self.cleaned_data["as_of"] or timezone.localdate()
        if day > timezone.localdate():
            raise forms.ValidationError(
                _("The day lies in the future. Choose today or an earlier day.")
            )
        return day

    def clean_reading(self) -> Reading:
        return Reading(self.cleaned_data["reading"] or Reading.AS_WAS)

    def clean_format(self) -> str:
        return self.cleaned_data["format"] or "html"


class PeopleFilter(forms.Form):
    """Which people of an agency are listed."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=100)
    status = forms.ChoiceField(
        label=_("Standing"),
        required=False,
        choices=[
            ("", _("All")),
            ("gap", _("Have a gap")),
            ("met", _("Meet all levels")),
            ("overdue", _("Have an overdue course")),
            ("inactive", _("Not seen for 30 days")),
            ("behind", _("Below the yearly periods")),
            ("reached", _("Reached the yearly periods")),
            ("completed", _("Completed a course")),
        ],
    )
    branch = forms.ChoiceField(label=_("Agency"), required=False)
    competency = forms.ChoiceField(label=_("Competency"), required=False)
    state = forms.ChoiceField(
        label=_("In that competency"),
        required=False,
        choices=[
            ("", _("All it is required of")),
            ("gap", _("Below the level")),
            ("met", _("Meet the level")),
        ],
    )
    sort = forms.ChoiceField(label=_("Sorted by"), required=False, choices=sort_choices)

    def __init__(
        self, data: Any, scope: Scope, competencies: Sequence[CompetencyLine], **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.scope = scope
        versions = scope.tree.versions
        branches = [
            ("", _("All")),
            (f"{self._root_code}{OWN_PEOPLE}", row_name(versions[scope.agency_id].label, True)),
            *(
                (versions[pk].agency.code, "\u2003" * depth + self._label(pk))
                for pk, depth in scope.agencies
            ),
        ]
        offer(self, "branch", branches)
        lines = ((line.code, f"{line.code} {line.name}") for line in competencies)
        offer(self, "competency", [("", _("All")), *lines])

    def _label(self, agency_id: int) -> str:
        versions = self.scope.tree.versions
        above = [versions[pk].name for pk in self.scope.tree.ancestors(agency_id)[:1]]
        return name_below(versions[agency_id].label, next(iter(above), ""))

    @property
    def _root_code(self) -> str:
        return self.scope.tree.versions[self.scope.agency_id].agency.code

    def wanted(self) -> Wanted:
        """Return the selection of a valid form."""
        data = self.cleaned_data
        branch = self._agency_ids(data["branch"])
        return Wanted(data["q"], branch, data["competency"], data["state"], data["status"])

    def _agency_ids(self, code: str) -> frozenset[int] | None:
        """Return an agency of the scope with all below it; None: not narrowed."""
        tree = self.scope.tree
        if code == f"{self._root_code}{OWN_PEOPLE}":
            return frozenset({self.scope.agency_id})
        chosen = (pk for pk, _d in self.scope.agencies if tree.versions[pk].agency.code == code)
        return frozenset(tree.descendants(next(chosen))) if code else None


class AssignForm(forms.Form):
    """A course for people who were ticked in the list; `people` are official codes."""

    course = forms.ModelChoiceField(
        label=_("Course"),
        queryset=CoursePage.objects.none(),
        empty_label=_("Choose a course"),
        error_messages={"invalid_choice": _("This course is not available. Choose another one.")},
    )
    due_on = due_field()
    reason = reason_field()
    again = forms.BooleanField(label=_("Also people who have completed it before"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["course"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        field.queryset = CoursePage.objects.live().order_by("title")


class ReassignForm(forms.Form):
    """What becomes of assignments that were ticked: another due date (or none), or taken away."""

    act = forms.ChoiceField(
        widget=forms.HiddenInput,
        choices=[(CHANGE, _("Change the due date")), (WITHDRAW, _("Take away"))],
        error_messages={
            "required": _("Choose what to do: change the due date, or take it away."),
            "invalid_choice": _("Choose what to do: change the due date, or take it away."),
        },
    )
    due_on = due_field()
    reason = reason_field()

    @property
    def withdraws(self) -> bool:
        return bool(self.cleaned_data["act"] == WITHDRAW)
