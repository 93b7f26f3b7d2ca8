"""Keeping the document itself: drawn once from what is frozen, and never changed."""

import hashlib

from django.core.files.base import ContentFile
from django.db import transaction

from certificates.models import Certificate
from certificates.printing import printed_on
from certificates.rendering import render_document


def ensure_pdf(*, certificate_id: int) -> Certificate:
    """Return the certificate with its PDF, made now if it was not; once kept it never changes."""
    certificate = Certificate.objects.get(pk=certificate_id)
    if certificate.pdf:
        return certificate
    # Drawn before the lock is taken: on SQLite a lock would hold up everybody who writes, and
    # two who draw at once draw the same bytes.
    content = render_document(printed_on(certificate))
    with transaction.atomic():
        certificate = Certificate.objects.select_for_update().get(pk=certificate_id)
        if not certificate.pdf:
            certificate.pdf.save(f"{certificate.serial}.pdf", ContentFile(content), save=False)
            certificate.pdf_sha256 = hashlib.sha256(content).hexdigest()
            certificate.save(update_fields=["pdf", "pdf_sha256"])
    return certificate
