"""Where a learner stands: read from the rows, a fixed number of queries."""

import datetime as dt

from lms.accounts.models import User
from lms.agencies.models import Posting
from lms.competencies.gaps import Standing, compute_standings
from lms.competencies.models import Competency, Evidence, Framework, RequiredLevel

__all__ = ["Standing", "competency_standing", "current_frameworks", "position_on"]


def current_frameworks() -> list[Framework]:
    """Return the newest version of each framework: of those alike the last in their order."""
    newest = {each.code: each for each in Framework.objects.all()}
    return list(newest.values())


def position_on(learner: User, on: dt.date) -> Posting | None:
    """Return the posting whose position says what is required of the learner on a day."""
    return Posting.objects.select_related("position").counting_for(learner, on)


def competency_standing(
    *, learner: User, on: dt.date, framework: Framework | None = None
) -> list[Standing]:
    """Return the standings in a framework, or in all: what can be judged, not the domains.

    The requirements are those of the position that counts for the learner on that day.
    """
    competencies = Competency.objects.filter(children__isnull=True).select_related(
        "framework", "parent"
    )
    if framework is not None:
        competencies = competencies.filter(framework=framework)
    posting = position_on(learner, on)
    required = {}
    if posting is not None:
        rows = RequiredLevel.objects.valid_on(on).filter(position=posting.position_id)
        required = {row.competency_id: row.level for row in rows.select_related("level")}
    evidence = Evidence.objects.for_learner(learner)
    return compute_standings(
        competencies, required, evidence.select_related("level", "recorded_by"), on
    )
