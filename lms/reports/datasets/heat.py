"""The lines of a report: agencies, their own people's cells, and the heat map of branches."""

from collections import defaultdict

from lms.reports.datasets.levels import Levels, Tally
from lms.reports.datasets.roster import Person, Roster
from lms.reports.datasets.scope import Scope
from lms.reports.datasets.shape import AgencyLevel, AgencyLine, Cell, HeatRow, sum_cells


def _heads(people: tuple[Person, ...]) -> dict[int, int]:
    heads: dict[int, int] = defaultdict(int)
    for person in people:
        heads[person.agency_id] += 1
    return heads


def agency_lines(scope: Scope, roster: Roster) -> tuple[AgencyLine, ...]:
    versions, heads = scope.tree.versions, _heads(roster.people)
    return tuple(
        AgencyLine(
            versions[pk].agency.code,
            versions[pk].name,
            depth,
            versions[scope.branch_of(pk)].agency.code,
            heads.get(pk, 0),
        )
        for pk, depth in scope.agencies
    )


def own_cells(scope: Scope, levels: Levels) -> dict[int, tuple[Cell, ...]]:
    """Return the cells of each agency's own people, one for each competency."""
    nothing = Tally()
    columns = range(len(levels.competencies))
    return {
        pk: tuple(levels.cells.get((pk, column), nothing).cell() for column in columns)
        for pk, _depth in scope.agencies
    }


def heat_map(
    scope: Scope, roster: Roster, own: dict[int, tuple[Cell, ...]], width: int
) -> tuple[HeatRow, ...]:
    """Return the agency's own people, each branch below it, and the total of all."""
    branches: dict[int, list[int]] = defaultdict(list)
    for pk, _depth in scope.agencies:
        branches[scope.branch_of(pk)].append(pk)
    heads = _heads(roster.people)
    rows = []
    for branch, members in branches.items():
        version = scope.tree.versions[branch]
        cells = _add_columns([own[pk] for pk in members], width)
        people = sum(heads.get(pk, 0) for pk in members)
        is_own = branch == scope.agency_id
        if people or not is_own or len(branches) == 1:
            rows.append(
                HeatRow(version.agency.code, version.name, is_own, people, cells, sum_cells(cells))
            )
    total = _add_columns([row.cells for row in rows], width)
    root = scope.tree.versions[scope.agency_id]
    everybody = len(roster.people)
    rows.append(HeatRow(root.agency.code, "", False, everybody, total, sum_cells(total)))
    return tuple(rows)


def _add_columns(rows: list[tuple[Cell, ...]], width: int) -> tuple[Cell, ...]:
    return tuple(sum_cells(tuple(row[column] for row in rows)) for column in range(width))


def agency_levels(
    scope: Scope, levels: Levels, own: dict[int, tuple[Cell, ...]]
) -> tuple[AgencyLevel, ...]:
    return tuple(
        AgencyLevel(scope.tree.versions[pk].agency.code, competency.code, *cell)
        for pk, _depth in scope.agencies
        for competency, cell in zip(levels.competencies, own[pk], strict=True)
        if cell.required
    )
