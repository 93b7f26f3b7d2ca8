"""Whom and what a manager chooses in the list of people; the address keeps it."""

from dataclasses import dataclass
from enum import StrEnum

from django.core.paginator import Page
from django.http import QueryDict
from django.urls import reverse

from lms.agencies.access import VisibleAgencies
from lms.agencies.models import Agency
from lms.my_agency.course_choices import Lack, offer_courses
from lms.my_agency.forms import MOST_PEOPLE_AT_ONCE, AssignForm
from lms.my_agency.needs import Help
from lms.my_agency.people_list import (
    MOST_KEPT,
    PeopleList,
    chosen_codes,
    find_people,
    list_query,
)
from lms.reports.datasets.people import PersonLine


class Whom(StrEnum):
    TICKED = "ticked"
    PAGE = "page"
    FOUND = "found"


@dataclass(frozen=True)
class PersonRow:
    """A line of the list; `required` and `proved` are of the competency asked for, if any."""

    line: PersonLine
    is_chosen: bool
    required: int | None = None
    proved: int | None = None

    @property
    def is_below(self) -> bool:
        return self.required is not None and (self.proved or 0) < self.required


@dataclass(frozen=True)
class Assigning:
    """The part of the page that assigns. `elsewhere`: codes chosen that stand on other pages."""

    form: AssignForm
    whom: str
    list_query: str
    on_page: str
    page_count: int
    found_count: int
    elsewhere: list[str]
    helping: list[Help]
    is_paged: bool

    @property
    def is_too_many(self) -> bool:
        return self.found_count > MOST_PEOPLE_AT_ONCE

    @property
    def most(self) -> int:
        return MOST_PEOPLE_AT_ONCE


def person_rows(found: PeopleList, page: Page[PersonLine], query: QueryDict) -> list[PersonRow]:
    chosen = set(chosen_codes(query))
    return [
        PersonRow(
            line,
            line.person.code in chosen,
            *found.levels.get(line.person.id, (None, None)),
        )
        for line in page
    ]


def assigning(query: QueryDict, found: PeopleList, page: Page[PersonLine]) -> Assigning:
    """Read what an address chooses already, and rank the courses for those who were found."""
    given = {key: query[key] for key in AssignForm.base_fields if key in query}
    form = AssignForm(auto_id="assign_%s", initial=given)
    helping = offer_courses(form, lacks_of(found), competency=found.competency_name)
    on_page = [line.person.code for line in page]
    known = {line.person.code for line in found.everybody}
    whom = query.get("whom", "")
    return Assigning(
        form=form,
        whom=whom if whom in list(Whom) else Whom.TICKED,
        list_query=list_query(query),
        on_page=",".join(on_page),
        page_count=len(on_page),
        found_count=len(found.people),
        elsewhere=[code for code in chosen_codes(query) if code in known and code not in on_page],
        helping=helping,
        is_paged=page.has_other_pages(),
    )


def lacks_of(found: PeopleList) -> list[Lack]:
    """Return what the people found lack: of the competency asked for, or of all."""
    levels = found.snapshot.levels
    ids = dict(zip((line.code for line in levels.competencies), levels.competency_ids, strict=True))
    wanted = found.competency
    return [
        Lack(ids[code], required, proved)
        for line in found.people
        for code, required, proved in line.gaps
        if wanted is None or code == wanted.code
    ]


@dataclass(frozen=True)
class Choice:
    """Whom a manager chose: `codes` in full, and `whom` as they said it, for the way back."""

    codes: list[str]
    whom: str
    list_query: str
    of_person: str = ""

    @property
    def hidden(self) -> dict[str, str]:
        """Return the values that go along from one question to the next."""
        return {
            "person": ",".join(self.codes),
            "kept": self.whom,
            "list": self.list_query,
            "of_person": self.of_person,
        }

    def way_back(self, agency: Agency, form: AssignForm) -> str:
        """Return where the choice was made, with the list, the people and the fields as they were.

        Codes too many for an address are left out.
        """
        if self.of_person:
            return reverse("agency_person", args=[agency.code, self.of_person])
        query = QueryDict(self.list_query, mutable=True)
        for key in form.fields:
            if value := form[key].value():
                query[key] = str(value)
        if self.whom != Whom.TICKED:
            query["whom"] = self.whom
        elif 0 < len(self.codes) <= MOST_KEPT:
            query["person"] = ",".join(self.codes)
        address = reverse("agency_people", args=[agency.code])
        return f"{address}?{query.urlencode(safe=',')}" if query else address


def choice_of(posted: QueryDict, agency: Agency, visible: VisibleAgencies) -> Choice:
    """Return whom a form chose. Everybody the filter finds is looked up as of now.

    Raises `ReportRefused` where the agency is not there today.
    """
    query = list_query(QueryDict(posted.get("list", "")))
    whom = posted.get("whom", Whom.TICKED)
    if whom == Whom.FOUND:
        found = find_people(agency, visible, QueryDict(query))
        return Choice([line.person.code for line in found.people], whom, query)
    if whom == Whom.PAGE:
        return Choice(posted.get("on_page", "").split(","), whom, query)
    codes = chosen_codes(posted)
    kept = posted.get("kept", "")
    of_person = posted.get("of_person", "")
    return Choice(
        codes,
        kept if kept in list(Whom) else Whom.TICKED,
        query,
        of_person if codes == [of_person] else "",
    )
