"""Keeping the document itself: drawn once from what is frozen, handed out as issued or not at all.

A file that is gone, or holds other bytes than were issued, is drawn again from the frozen data, and
that is on record. A storage that only does not answer is left alone: the file may be well.
"""

import datetime as dt
import hashlib

import structlog
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from certificates.exceptions import StorageUnavailable
from certificates.models import Certificate
from certificates.printing import printed_on
from certificates.rendering import render_document
from certificates.replaced import FileDamage, ReplacedFile
from lms.web.owed import settle_each

logger = structlog.get_logger(__name__)

# A new document is drawn by its own task first.
OWED_AFTER = dt.timedelta(minutes=2)


def read_document(certificate: Certificate) -> bytes | FileDamage:
    """Return the file exactly as issued, or what has happened to it.

    Raises StorageUnavailable when the storage does not say.
    """
    try:
        with certificate.pdf.storage.open(certificate.pdf.name or "", "rb") as file:
            content: bytes = file.read()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        damage = FileDamage.LOST
    except Exception as error:
        logger.exception("certificate_storage_failed", serial=certificate.serial)
        raise StorageUnavailable from error
    else:
        if hashlib.sha256(content).hexdigest() == certificate.pdf_sha256:
            return content
        damage = FileDamage.ALTERED
    logger.error("certificate_file_damaged", serial=certificate.serial, damage=damage.value)
    return damage


def ensure_pdf(*, certificate_id: int) -> Certificate:
    """Return the certificate with its PDF, drawn now if there is none as it was issued.

    Raises StorageUnavailable.
    """
    certificate = Certificate.objects.get(pk=certificate_id)
    found = read_document(certificate) if certificate.pdf else None
    if isinstance(found, bytes):
        return certificate
    # Drawn before the lock is taken: on SQLite a lock would hold up everybody who writes, and
    # two who draw at once draw the same bytes.
    content = render_document(printed_on(certificate))
    with transaction.atomic():
        locked = Certificate.objects.select_for_update().get(pk=certificate_id)
        if locked.pdf.name != certificate.pdf.name:
            return locked  # somebody was faster
        if found is not None:
            _record_replacement(locked, found)
        _keep(locked, content)
    return locked


def draw_missing(*, now: dt.datetime, seconds: float | None = 45.0) -> int:
    """Draw the documents whose task was lost or failed; return how many."""
    missing = Certificate.objects.without_pdf().filter(issued_at__lt=now - OWED_AFTER)
    keys = list(missing.order_by("pk").values_list("pk", flat=True))
    return settle_each("certificates", keys, _draw, now=now, seconds=seconds)


def _draw(certificate_id: int) -> Certificate:
    return ensure_pdf(certificate_id=certificate_id)


def _keep(certificate: Certificate, content: bytes) -> None:
    """Keep a file and look whether it is kept. A storage never writes over another file."""
    try:
        certificate.pdf.save(f"{certificate.serial}.pdf", ContentFile(content), save=False)
    except OSError as error:
        logger.exception("certificate_storage_failed", serial=certificate.serial)
        raise StorageUnavailable from error
    certificate.pdf_sha256 = hashlib.sha256(content).hexdigest()
    if read_document(certificate) != content:
        raise StorageUnavailable
    certificate.save(update_fields=["pdf", "pdf_sha256"])


def _record_replacement(certificate: Certificate, damage: FileDamage) -> None:
    ReplacedFile.objects.create(
        certificate=certificate,
        pdf_sha256=certificate.pdf_sha256,
        name=certificate.pdf.name or "",
        damage=damage,
        replaced_at=timezone.now(),
    )
    data = {"damage": damage.value, "file": certificate.pdf.name, "sha256": certificate.pdf_sha256}
    log(certificate, "certificates.draw_again", data=data)
