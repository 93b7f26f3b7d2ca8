"""One competency, person by person: what their position requires, and what they have proved."""

from django.db.models import Max

from lms.competencies.models import Evidence
from lms.reports.datasets.snapshot import Snapshot


def levels_in(snapshot: Snapshot, code: str) -> dict[int, tuple[int, int]]:
    """Return (required, proved) by learner id, of those it is required of: one query.

    Proved is 0 without evidence. Raises `ValueError` where no position requires the competency.
    """
    roster, levels = snapshot.roster, snapshot.levels
    column = [line.code for line in levels.competencies].index(code)
    required = {
        position_id: level
        for position_id, rows in levels.by_position.items()
        for index, level in rows
        if index == column
    }
    proved = dict(
        Evidence.objects.proving_on(roster.scope.as_of)
        .order_by()
        .filter(competency=levels.competency_ids[column], learner_id__in=roster.candidate_ids)
        .values_list("learner_id")
        .annotate(highest=Max("level__number"))
    )
    return {
        person.id: (required[person.position_id], proved.get(person.id, 0))
        for person in roster.people
        if person.position_id in required
    }
