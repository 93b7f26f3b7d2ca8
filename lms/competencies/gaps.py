"""Required against proved: the arithmetic, without the database."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lms.competencies.models import Competency, Evidence, EvidenceState, ProficiencyLevel


@dataclass(frozen=True)
class Standing:
    """Where a learner stands in one competency on a day.

    `evidence` is all that was achieved by that day, the newest first, expired and revoked
    included; `claimed` is the newest self-assessment, which proves nothing.
    """

    competency: Competency
    required: ProficiencyLevel | None
    proved: ProficiencyLevel | None
    claimed: ProficiencyLevel | None
    evidence: list[Evidence] = field(default_factory=list)

    @property
    def gap(self) -> int:
        """Levels that are missing; 0 when nothing is required or it is reached."""
        if self.required is None:
            return 0
        return max(0, self.required.number - (self.proved.number if self.proved else 0))

    @property
    def is_met(self) -> bool:
        return self.required is not None and self.gap == 0

    @property
    def proofs(self) -> list[Evidence]:
        return [each for each in self.evidence if each.proves]


def compute_standings(
    competencies: Iterable[Competency],
    required: Mapping[int, ProficiencyLevel],
    evidence: Iterable[Evidence],
    on: dt.date,
) -> list[Standing]:
    """Return a standing for each competency, in the order given.

    `required` by competency id; `evidence` of one learner, in any order, with its levels.
    """
    by_competency: dict[int, list[Evidence]] = defaultdict(list)
    for each in evidence:
        if each.achieved_on <= on:
            by_competency[each.competency_id].append(each)
    return [
        _standing(competency, required.get(competency.pk), by_competency[competency.pk], on)
        for competency in competencies
    ]


def gaps_first(standings: Iterable[Standing]) -> list[Standing]:
    """Return the biggest gaps first, then what is required and met, then the rest."""
    return sorted(standings, key=lambda s: (-s.gap, s.required is None))


def _standing(
    competency: Competency,
    required: ProficiencyLevel | None,
    evidence: list[Evidence],
    on: dt.date,
) -> Standing:
    newest_first = sorted(evidence, key=lambda e: (e.achieved_on, e.pk), reverse=True)
    in_force = [e for e in newest_first if e.state_on(on) == EvidenceState.IN_FORCE]
    proving = [e.level for e in in_force if e.proves]
    claims = [e.level for e in in_force if not e.proves]
    return Standing(
        competency=competency,
        required=required,
        proved=max(proving, key=lambda level: level.number, default=None),
        claimed=claims[0] if claims else None,
        evidence=newest_first,
    )
