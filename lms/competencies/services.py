"""Recording and revoking evidence of what people have proved."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from lms.accounts.models import User
from lms.competencies.exceptions import (
    AchievedInFuture,
    DatesOutOfOrder,
    KindNotRecordable,
    LevelOfAnotherFramework,
    ReasonMissing,
)
from lms.competencies.models import Competency, Evidence, EvidenceKind, ProficiencyLevel
from lms.core.text import clean

# What staff may enter by hand; the other kinds come from courses, tests and the learner.
RECORDABLE_KINDS = (EvidenceKind.TRAINER, EvidenceKind.RECOGNISED)


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
    """Add a proof once; the same learner, competency, kind and source give the first row again.

    Raises ValueError if there is no such kind.
    """
    evidence, _created = Evidence.objects.get_or_create(
        learner=learner,
        competency=competency,
        kind=EvidenceKind(kind),
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
    rows = Evidence.objects.of_source(source_reference).filter(
        learner=learner, revoked_on__isnull=True
    )
    return rows.update(revoked_on=on, revoked_by=revoked_by, revocation_reason=reason)


@transaction.atomic
def renew_revoked_evidence(
    *,
    source_reference: str,
    edition: int,
    learner: User,
    recorded_by: User,
    revoked_on: dt.date,
    reason: str,
    on: dt.date,
) -> int:
    """Record anew, from the day `on`, what was revoked of a source on a day for a reason.

    The revoked rows stay as they are: between the two days nothing was proved. What has expired
    is left. Returns how many rows there are; doing it again adds none.
    """
    rows = (
        Evidence.objects.of_source(source_reference)
        .filter(learner=learner, revoked_on=revoked_on, revocation_reason=reason)
        .exclude(expires_on__lte=on)
        .select_related("competency", "level", "learner")
    )
    for row in rows:
        record_evidence(
            learner=row.learner,
            competency=row.competency,
            level=row.level,
            kind=EvidenceKind(row.kind),
            source_label=row.source_label,
            source_reference=f"{source_reference}/{edition}",
            achieved_on=on,
            expires_on=row.expires_on,
            recorded_by=recorded_by,
        )
    return len(rows)


@transaction.atomic
def record_self_assessment(
    *,
    learner: User,
    competency: Competency,
    level: ProficiencyLevel,
    now: dt.datetime | None = None,
) -> Evidence:
    """Keep what a learner says of themselves; the same level again changes nothing.

    Raises LevelOfAnotherFramework. The newest one counts; none of them proves anything.
    """
    _check_level(competency, level)
    _lock(learner)
    claims = Evidence.objects.for_learner(learner).filter(
        competency=competency, kind=EvidenceKind.SELF, revoked_on__isnull=True
    )
    latest = claims.first()
    if latest is not None and latest.level_id == level.pk:
        return latest
    return record_evidence(
        learner=learner,
        competency=competency,
        level=level,
        kind=EvidenceKind.SELF,
        source_label=str(EvidenceKind.SELF.label),
        source_reference=f"self:{uuid.uuid4()}",
        achieved_on=timezone.localdate(now),
        recorded_by=learner,
    )


@transaction.atomic
def record_judgement(
    *,
    learner: User,
    competency: Competency,
    level: ProficiencyLevel,
    kind: EvidenceKind,
    source_label: str,
    achieved_on: dt.date,
    recorded_by: User,
    expires_on: dt.date | None = None,
    now: dt.datetime | None = None,
) -> Evidence:
    """Record a trainer's judgement or a recognised certificate; once for the same words and day.

    Raises EvidenceRefused.
    """
    _check_level(competency, level)
    if kind not in RECORDABLE_KINDS:
        raise KindNotRecordable
    if expires_on is not None and expires_on <= achieved_on:
        raise DatesOutOfOrder
    if achieved_on > timezone.localdate(now):
        raise AchievedInFuture
    source_label = clean(source_label)
    _lock(learner)
    # A stale form sent again finds the row it made; what was revoked may be recorded anew.
    same = Evidence.objects.for_learner(learner).filter(
        competency=competency,
        level=level,
        kind=kind,
        source_label=source_label,
        achieved_on=achieved_on,
        expires_on=expires_on,
        revoked_on__isnull=True,
    )
    if existing := same.first():
        return existing
    evidence = record_evidence(
        learner=learner,
        competency=competency,
        level=level,
        kind=kind,
        source_label=source_label,
        source_reference=f"{kind}:{uuid.uuid4()}",
        achieved_on=achieved_on,
        expires_on=expires_on,
        recorded_by=recorded_by,
    )
    log(
        instance=evidence,
        action="competencies.record_evidence",
        user=recorded_by,
        data={"learner": learner.official_code, "level": str(level.number)},
    )
    return evidence


@transaction.atomic
def revoke_one_evidence(
    *, evidence: Evidence, revoked_by: User, reason: str, now: dt.datetime | None = None
) -> Evidence:
    """Revoke one row from today on; revoking it again changes nothing. Raises ReasonMissing."""
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    evidence = Evidence.objects.select_for_update().get(pk=evidence.pk)
    if evidence.revoked_on is not None:
        return evidence
    evidence.revoked_on = timezone.localdate(now)
    evidence.revoked_by = revoked_by
    evidence.revocation_reason = reason
    evidence.save(update_fields=["revoked_on", "revoked_by", "revocation_reason"])
    log(
        instance=evidence,
        action="competencies.revoke_evidence",
        user=revoked_by,
        data={"reason": reason},
    )
    return evidence


def _lock(learner: User) -> None:
    """Let two acts on one learner come one after the other: a double click gives one row."""
    User.objects.select_for_update().get(pk=learner.pk)


def _check_level(competency: Competency, level: ProficiencyLevel) -> None:
    if level.framework_id != competency.framework_id:
        raise LevelOfAnotherFramework
