"""Required against proved levels: a cell for each agency and competency, a row for each gap."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db.models import Field, Max, Q

from lms.competencies.models import Evidence, RequiredLevel
from lms.reports.datasets.roster import Roster
from lms.reports.datasets.shape import Cell, CompetencyLine, Gap, Label

# Databases limit the columns of one row.
COLUMNS_A_QUERY = 50
# Numbers they are already: turning each of 120,000 into one again takes a quarter of the time.
UNCONVERTED: Field[Any, Any] = Field()


class Tally:
    """A cell while it is being counted."""

    __slots__ = ("below", "meeting", "unproved")

    def __init__(self) -> None:
        self.meeting = self.below = self.unproved = 0

    def add(self, other: "Tally") -> None:
        self.meeting += other.meeting
        self.below += other.below
        self.unproved += other.unproved

    def cell(self) -> Cell:
        return Cell(
            self.meeting + self.below + self.unproved, self.meeting, self.below, self.unproved
        )


@dataclass(frozen=True)
class Levels:
    """`cells` by agency id and index of the competency; `met` and `asked` by learner id.

    `competency_ids` as `competencies`.

    `by_position` holds (index of the competency, required level) by position id.

    `gaps` stand with the biggest first, then as people and competencies are sorted.
    """

    competencies: tuple[CompetencyLine, ...]
    competency_ids: tuple[int, ...]
    cells: dict[tuple[int, int], Tally]
    by_position: dict[int, list[tuple[int, int]]]
    asked: dict[int, int]
    met: dict[int, int]
    gaps: tuple[Gap, ...]
    requirement_rows: int
    proved_levels: int


def read_levels(roster: Roster) -> Levels:
    """Compare what positions require on the day with what people have proved: two queries."""
    as_of = roster.scope.as_of
    required = list(
        RequiredLevel.objects.valid_on(as_of)
        .filter(position_id__in={p.position_id for p in roster.people})
        .select_related("competency__framework", "level")
        .order_by("pk")
    )
    for row in required:
        roster.facts.restore(row.competency)
        roster.facts.restore(row.competency.framework)
    required.sort(key=_order_of_columns)
    columns: dict[int, int] = {}
    lines: list[CompetencyLine] = []
    by_position: dict[int, list[tuple[int, int]]] = defaultdict(list)
    top: dict[int, int] = defaultdict(int)
    for row in required:
        competency = row.competency
        if competency.pk not in columns:
            columns[competency.pk] = len(columns)
            lines.append(
                CompetencyLine(
                    f"{competency.framework.code} {competency.framework.version}",
                    competency.code,
                    Label(competency.name, competency.name_en),
                    0,
                )
            )
        column = columns[competency.pk]
        top[column] = max(top[column], row.level.number)
        by_position[row.position_id].append((column, row.level.number))
    proved = _proved_levels(roster, list(columns))
    told_apart = _told_apart([line._replace(top_level=top[i]) for i, line in enumerate(lines)])
    return _compare(roster, by_position, proved, told_apart, tuple(columns))


def _order_of_columns(row: RequiredLevel) -> tuple[str, str, int, str]:
    competency = row.competency
    framework = competency.framework
    return (framework.code, framework.version, competency.position, competency.code)


def _told_apart(lines: list[CompetencyLine]) -> tuple[CompetencyLine, ...]:
    """Put the framework before codes that two frameworks share."""
    uses = Counter(line.code for line in lines)
    return tuple(
        line._replace(code=f"{line.framework} {line.code}") if uses[line.code] > 1 else line
        for line in lines
    )


def _proved_levels(roster: Roster, competency_ids: list[int]) -> dict[int, list[int | None]]:
    """Return by learner id the highest level proved of each competency, None without evidence.

    One row a learner: a row for each learner and competency takes three times as long to read.
    """
    proved: dict[int, list[int | None]] = {}
    evidence = Evidence.objects.proving_on(roster.scope.as_of).order_by()
    for start in range(0, len(competency_ids), COLUMNS_A_QUERY):
        part = competency_ids[start : start + COLUMNS_A_QUERY]
        rows: Any = (
            evidence.filter(competency_id__in=part, learner_id__in=roster.candidate_ids)
            .values_list("learner_id")
            .annotate(
                **{
                    f"of_{pk}": Max(
                        "level__number", filter=Q(competency_id=pk), output_field=UNCONVERTED
                    )
                    for pk in part
                }
            )
        )
        before: list[int | None] = [None] * start
        for learner_id, *levels in rows:
            known = proved.setdefault(learner_id, [])
            known.extend(before[len(known) :])
            known.extend(levels)
    for levels in proved.values():
        levels.extend([None] * (len(competency_ids) - len(levels)))
    return proved


def _compare(
    roster: Roster,
    by_position: dict[int, list[tuple[int, int]]],
    proved: dict[int, list[int | None]],
    lines: tuple[CompetencyLine, ...],
    competency_ids: tuple[int, ...],
) -> Levels:
    cells: dict[tuple[int, int], Tally] = defaultdict(Tally)
    asked: dict[int, int] = {}
    met: dict[int, int] = {}
    # By their size: people and competencies come in order, so that nothing has to be sorted.
    gaps: dict[int, list[Gap]] = defaultdict(list)
    codes = [line.code for line in lines]
    agencies = {pk: v.agency.code for pk, v in roster.scope.tree.versions.items()}
    nothing: list[int | None] = [None] * len(lines)
    for person in roster.people:
        requirements = by_position.get(person.position_id)
        if not requirements:
            continue
        agency_id, agency_code = person.agency_id, agencies[person.agency_id]
        levels = proved.get(person.id, nothing)
        reached = 0
        for column, level in requirements:
            have = levels[column] or 0
            tally = cells[agency_id, column]
            if have >= level:
                tally.meeting += 1
                reached += 1
                continue
            if have:
                tally.below += 1
            else:
                tally.unproved += 1
            size, code = level - have, codes[column]
            # Twice as fast as calling the class, and there may be 100,000 of them.
            row = (size, person.code, person.name, agency_code, code, level, have)
            gaps[size].append(tuple.__new__(Gap, row))
        asked[person.id] = len(requirements)
        met[person.id] = reached
    return Levels(
        competencies=lines,
        competency_ids=competency_ids,
        cells=dict(cells),
        by_position=dict(by_position),
        asked=asked,
        met=met,
        gaps=tuple(chain.from_iterable(gaps[size] for size in sorted(gaps, reverse=True))),
        requirement_rows=sum(len(rows) for rows in by_position.values()),
        proved_levels=sum(len(levels) - levels.count(None) for levels in proved.values()),
    )
