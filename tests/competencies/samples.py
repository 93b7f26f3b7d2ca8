"""A small framework and what people have in it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from lms.accounts.models import User
from lms.agencies.models import Position
from lms.competencies.models import (
    Competency,
    Evidence,
    EvidenceKind,
    Framework,
    ProficiencyLevel,
    RequiredLevel,
)
from lms.competencies.services import record_evidence

ACHIEVED = dt.date(2026, 3, 1)


@dataclass
class Scale:
    framework: Framework
    competencies: dict[str, Competency]
    levels: dict[int, ProficiencyLevel]

    def require(self, position: Position, code: str, number: int, **dates: dt.date) -> None:
        RequiredLevel.objects.create(
            position=position,
            competency=self.competencies[code],
            level=self.levels[number],
            **{"valid_from": dt.date(2026, 1, 1), **dates},
        )

    def prove(self, learner: User, code: str, number: int, **fields: Any) -> Evidence:
        given: dict[str, Any] = {
            "learner": learner,
            "competency": self.competencies[code],
            "level": self.levels[number],
            "kind": EvidenceKind.COURSE,
            "source_label": f"Khóa học {code}",
            "source_reference": f"enrolment:{code}:{number}:{Evidence.objects.count()}",
            "achieved_on": ACHIEVED,
            **fields,
        }
        return record_evidence(**given)


def make_scale(code: str = "CT", competencies: int = 3, levels: int = 5) -> Scale:
    framework = Framework.objects.create(
        code=code, version="1", name=f"Khung {code}", name_en=f"Framework {code}"
    )
    return Scale(
        framework=framework,
        competencies={
            f"{code}{n:02d}": Competency.objects.create(
                framework=framework, code=f"{code}{n:02d}", name=f"Năng lực {n}", position=n
            )
            for n in range(1, competencies + 1)
        },
        levels={
            n: ProficiencyLevel.objects.create(framework=framework, number=n, name=f"Mức {n}")
            for n in range(1, levels + 1)
        },
    )
