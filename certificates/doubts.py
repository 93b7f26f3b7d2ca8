"""Documents on a result that was changed: a person decides whether they stand."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from certificates.exceptions import ReasonMissing
from certificates.models import Certificate, Doubt
from certificates.services import revoke_certificate
from certificates.words import DoubtDecision
from lms.accounts.models import User


@transaction.atomic
def raise_doubt(
    *,
    source_reference: str,
    cause: str,
    raised_by: User | None = None,
    now: dt.datetime | None = None,
) -> Doubt | None:
    """Note that the result behind a document no longer carries it; None if there is no document.

    The document stands until a person decides. While a doubt is open there is no second one, and
    a document that is revoked already is in no doubt.
    """
    certificate = Certificate.objects.newest_edition(source_reference)
    if certificate is None or certificate.revoked_at is not None:
        return None
    doubt, _created = Doubt.objects.get_or_create(
        certificate=certificate,
        decision="",
        defaults={"cause": cause, "raised_by": raised_by, "raised_at": now or timezone.now()},
    )
    return doubt


@transaction.atomic
def decide_doubt(
    *,
    doubt: Doubt,
    decision: DoubtDecision,
    reason: str,
    decided_by: User,
    now: dt.datetime | None = None,
) -> Doubt:
    """Keep or revoke a document in doubt; deciding again changes nothing.

    Raises ReasonMissing; ValueError if there is no such decision.
    """
    decision, reason, now = DoubtDecision(decision), reason.strip(), now or timezone.now()
    if not reason:
        raise ReasonMissing(_("Say why: the reason stays on record."))
    doubt = Doubt.objects.select_for_update().get(pk=doubt.pk)
    if doubt.decision:
        return doubt
    doubt.decision, doubt.decision_reason = decision, reason
    doubt.decided_by, doubt.decided_at = decided_by, now
    doubt.save(update_fields=["decision", "decision_reason", "decided_by", "decided_at"])
    if decision == DoubtDecision.REVOKED:
        revoke_certificate(
            certificate=doubt.certificate, revoked_by=decided_by, reason=reason, now=now
        )
    else:
        log(
            instance=doubt.certificate,
            action="certificates.keep",
            user=decided_by,
            data={"reason": reason, "cause": doubt.cause},
        )
    return doubt
