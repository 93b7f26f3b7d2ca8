"""Recording evidence, and reading what people have proved."""

import datetime as dt

from django.db import transaction

from lms.accounts.models import User
from lms.competencies.models import Competency, Evidence, EvidenceKind, ProficiencyLevel


def record_evidence(
    *,
    learner: User,
    competency: Competency,
    level: ProficiencyLevel,
    kind: EvidenceKind,
    source_label: str,
    source_reference: str,
    achieved_on: dt.date,
    expires_on: dt.date | None = None,
    recorded_by: User | None = None,
) -> Evidence:
    """Add a proof once; the same learner, competency, kind and source give the first row again."""
    evidence, _created = Evidence.objects.get_or_create(
        learner=learner,
        competency=competency,
        kind=kind,
        source_reference=source_reference,
        defaults={
            "level": level,
            "source_label": source_label,
            "achieved_on": achieved_on,
            "expires_on": expires_on,
            "recorded_by": recorded_by,
        },
    )
    return evidence


@transaction.atomic
def revoke_evidence(
    *, source_reference: str, learner: User, revoked_by: User, reason: str, on: dt.date
) -> int:
    """Revoke all evidence of one source of a learner from a day on; return how many rows."""
    rows = Evidence.objects.filter(
        learner=learner, source_reference=source_reference, revoked_on__isnull=True
    )
    return rows.update(revoked_on=on, revoked_by=revoked_by, revocation_reason=reason)
