"""A bank file loaded in one go, as a course does it in steps."""

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from assessments.banks.models import QuestionBank
from assessments.banks.publishing import publish_question
from assessments.formats.yaml_bank import plan_bank, save_bank, save_question
from courses.models import CataloguePage
from lms.accounts.models import User


@dataclass(frozen=True)
class LoadReport:
    bank: QuestionBank
    created: int
    changed: int
    unchanged: int

    @property
    def total(self) -> int:
        return self.created + self.changed + self.unchanged


@transaction.atomic
def load_bank(path: Path, *, catalogue: CataloguePage, author: User | None = None) -> LoadReport:
    plan = plan_bank(path, catalogue=catalogue)
    save_bank(plan)
    for planned in plan.questions:
        save_question(
            plan.bank,
            planned,
            publish=lambda question, before: publish_question(question=question, author=author),
        )
    counts = {name: plan.count(name) for name in ("created", "changed", "unchanged")}
    return LoadReport(bank=plan.bank, **counts)
