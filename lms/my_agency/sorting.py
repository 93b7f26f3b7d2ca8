"""The orders in which a list of people can stand, both ways each."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core.text import text_sort_key
from lms.reports.datasets.people import PersonLine

LevelsOf: TypeAlias = "Mapping[int, tuple[int, int]]"
"""By learner id: the required and the proved level of the competency that was asked for."""

Value: TypeAlias = Callable[[PersonLine, LevelsOf], Any]


@dataclass(frozen=True)
class Order:
    """`value` is what is compared; who has none (None) stands last, either way."""

    rising: Promise
    falling: Promise
    value: Value | None = None
    falls_first: bool = False


def _share_met(line: PersonLine, levels: LevelsOf) -> float | None:
    return line.met / len(line.required) if line.required else None


def _below(line: PersonLine, levels: LevelsOf) -> int | None:
    """Return how far somebody is from what is asked, less than 0: of one competency or of all."""
    if not levels:
        return -line.gap_sum if line.required else None
    if line.person.id not in levels:
        return None
    required, proved = levels[line.person.id]
    return proved - required


ORDERS = {
    "name": Order(gettext_lazy("Name, A to Z"), gettext_lazy("Name, Z to A")),
    "agency": Order(
        gettext_lazy("Agency, A to Z"),
        gettext_lazy("Agency, Z to A"),
        lambda line, levels: text_sort_key(line.agency_name),
    ),
    "gap": Order(gettext_lazy("Biggest gap first"), gettext_lazy("Smallest gap first"), _below),
    "met": Order(
        gettext_lazy("Fewest levels met first"), gettext_lazy("Most levels met first"), _share_met
    ),
    "periods": Order(
        gettext_lazy("Fewest periods first"),
        gettext_lazy("Most periods first"),
        lambda line, levels: line.learning.periods,
    ),
    "overdue": Order(
        gettext_lazy("Fewest overdue courses first"),
        gettext_lazy("Most overdue courses first"),
        lambda line, levels: line.learning.overdue,
        falls_first=True,
    ),
}


def sort_choices() -> list[tuple[str, Promise]]:
    """Return every order with its words; none chosen is that of names."""
    choices: list[tuple[str, Promise]] = [("", ORDERS["name"].rising)]
    for key, order in ORDERS.items():
        choices += [(key, order.rising), (f"-{key}", order.falling)]
    return [choice for choice in choices if choice[0] != "name"]


def sort_people(lines: Iterable[PersonLine], sort: str, levels: LevelsOf) -> list[PersonLine]:
    """Return lines, which come sorted by name, in another order; equals stay as they come. Pure."""
    people = list(lines)
    order = ORDERS.get(sort.lstrip("-"), ORDERS["name"])
    falls = sort.startswith("-")
    if order.value is None:
        return people[::-1] if falls else people
    valued = [(order.value(line, levels), line) for line in people]
    known = [pair for pair in valued if pair[0] is not None]
    known.sort(key=lambda pair: pair[0], reverse=falls)
    return [line for _value, line in known] + [line for value, line in valued if value is None]


@dataclass(frozen=True)
class Heading:
    """A heading of the list. `sorted`: ascending, descending or nothing, as ARIA says it."""

    label: str
    url: str
    sorted: str = ""
    is_number: bool = False


def headings(query: QueryDict, sort: str, competency: str) -> list[Heading]:
    """Return the columns of the list; each leads to the list sorted by it, or the other way."""
    columns = [
        ("name", _("Person"), False),
        ("agency", _("Agency and position"), False),
        *(
            [("gap", _("Level: %(competency)s") % {"competency": competency}, False)]
            if competency
            else []
        ),
        ("met", _("Levels met"), True),
        ("periods", _("Periods"), True),
        ("overdue", _("Courses"), False),
    ]
    return [_heading(query, sort or "name", *column) for column in columns]


def _heading(query: QueryDict, sort: str, key: str, label: str, is_number: bool) -> Heading:
    rising, falling = key, f"-{key}"
    first, other = (falling, rising) if ORDERS[key].falls_first else (rising, falling)
    changed = query.copy()
    changed.pop("page", None)
    changed["sort"] = other if sort == first else first
    stands = {rising: "ascending", falling: "descending"}.get(sort, "")
    return Heading(label, f"?{changed.urlencode()}", stands, is_number)
