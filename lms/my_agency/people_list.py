"""The list of people as its address wants it, and what is kept of it while something is done."""

from dataclasses import dataclass

from django.http import QueryDict

from lms.agencies.access import VisibleAgencies
from lms.agencies.models import Agency
from lms.my_agency.forms import PeopleFilter
from lms.my_agency.sorting import LevelsOf, sort_people
from lms.reports.datasets.one_competency import levels_in
from lms.reports.datasets.people import PersonLine, read_people, select_people
from lms.reports.datasets.shape import CompetencyLine
from lms.reports.datasets.snapshot import Snapshot, read_snapshot

# What makes the list what it is; the rest of an address is the choice made in it.
LIST_KEYS = ("q", "status", "branch", "competency", "state", "sort", "page")
# Longer addresses are refused by servers; who ticked more people has done with them.
MOST_KEPT = 150


@dataclass(frozen=True)
class PeopleList:
    """`people` are those found, of `everybody`; `levels`: of the competency asked for, if any."""

    snapshot: Snapshot
    form: PeopleFilter
    everybody: list[PersonLine]
    people: list[PersonLine]
    levels: LevelsOf

    @property
    def competency(self) -> CompetencyLine | None:
        code = self.form.cleaned_data.get("competency")
        lines = self.snapshot.levels.competencies
        return next((line for line in lines if line.code == code), None)

    @property
    def competency_name(self) -> str:
        return str(self.competency.name) if self.competency else ""

    @property
    def sort(self) -> str:
        return str(self.form.cleaned_data.get("sort", ""))


def find_people(agency: Agency, visible: VisibleAgencies, query: QueryDict) -> PeopleList:
    """Read the people of an agency today as a query wants them; a bad query finds nobody.

    Raises `ReportRefused` where the agency is not there today.
    """
    snapshot = read_snapshot(agency=agency, visible=visible, as_of=visible.day)
    form = PeopleFilter(query, snapshot.roster.scope, snapshot.levels.competencies)
    everybody = read_people(snapshot)
    if not form.is_valid():
        return PeopleList(snapshot, form, everybody, [], {})
    code = form.cleaned_data["competency"]
    levels = levels_in(snapshot, code) if code else {}
    people = select_people(everybody, form.wanted())
    return PeopleList(
        snapshot, form, everybody, sort_people(people, form.cleaned_data["sort"], levels), levels
    )


def list_query(query: QueryDict) -> str:
    """Return what makes the list what it is, as the query of an address."""
    kept = QueryDict(mutable=True)
    for key in LIST_KEYS:
        if value := query.get(key):
            kept[key] = str(value)
    return kept.urlencode()


def chosen_codes(query: QueryDict) -> list[str]:
    """Return the official codes of `person`, given one by one or with commas between them."""
    codes = (code for value in query.getlist("person") for code in value.split(","))
    return list(dict.fromkeys(code for code in codes if code))
