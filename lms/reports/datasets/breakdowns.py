"""The same figures for parts of the people: women and men, and each rank."""

from collections import defaultdict

from django.conf import settings

from lms.accounts.models import Gender
from lms.agencies.models import Rank
from lms.reports.datasets.learning import Learning
from lms.reports.datasets.levels import Levels
from lms.reports.datasets.roster import Person, Roster
from lms.reports.datasets.shape import BreakdownRow, Label

GENDERS = {
    Gender.FEMALE: Label("Nữ", "Women"),
    Gender.MALE: Label("Nam", "Men"),
    "": Label("Chưa ghi giới tính", "Gender not recorded"),
}
NO_RANK = Label("Chưa xếp ngạch", "Without a rank")


def breakdowns(roster: Roster, levels: Levels, learning: Learning) -> tuple[BreakdownRow, ...]:
    by_gender: dict[str, list[Person]] = {code: [] for code in GENDERS}
    by_rank: dict[int | None, list[Person]] = defaultdict(list)
    for person in roster.people:
        by_gender[person.gender].append(person)
        by_rank[person.rank_id].append(person)
    ranks = Rank.objects.in_bulk([pk for pk in by_rank if pk is not None])
    rows = [
        _breakdown_row("gender", code, GENDERS[code], people, levels, learning)
        for code, people in by_gender.items()
        if people or code
    ]
    for rank in ranks.values():
        roster.facts.restore(rank)
    for pk, rank in sorted(ranks.items(), key=lambda item: item[1].code):
        name = Label(rank.name, rank.name_en)
        rows.append(_breakdown_row("rank", rank.code, name, by_rank[pk], levels, learning))
    if by_rank.get(None):
        rows.append(_breakdown_row("rank", "", NO_RANK, by_rank[None], levels, learning))
    return tuple(rows)


def _breakdown_row(
    dimension: str,
    code: str,
    name: Label,
    people: list[Person],
    levels: Levels,
    learning: Learning,
) -> BreakdownRow:
    target = settings.LMS_YEARLY_PERIODS_TARGET
    with_requirements = [p.id for p in people if p.id in levels.asked]
    return BreakdownRow(
        dimension=dimension,
        code=str(code),
        name=name,
        people=len(people),
        with_requirements=len(with_requirements),
        meeting_all=sum(1 for pk in with_requirements if levels.met[pk] == levels.asked[pk]),
        required=sum(levels.asked[pk] for pk in with_requirements),
        meeting=sum(levels.met[pk] for pk in with_requirements),
        target_reached=sum(1 for p in people if learning.periods_of(p.id) >= target),
        people_completed=sum(1 for p in people if learning.has_completed(p.id)),
    )
