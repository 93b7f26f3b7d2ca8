"""Is a file in our hands the document that was issued? By its SHA-256, then by what it names."""

import enum
import hashlib
import io
from dataclasses import dataclass

from django.db.models import Q

from certificates.models import Certificate
from certificates.serials import normalise_serial


class Finding(enum.StrEnum):
    """The words of `CertificateStatus`, and two for what was not issued like this."""

    VALID = "valid"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    ALTERED = "altered"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class CheckedFile:
    finding: Finding
    certificate: Certificate | None


def check_file(content: bytes) -> CheckedFile:
    """Return what a file is worth today.

    The exact bytes of an issued PDF have its status, also when the site hands out another since,
    because its own copy was lost. Other bytes that name one of our serials
    are altered: not what was issued. Anything else is unknown.
    """
    digest = hashlib.sha256(content).hexdigest()
    certificate = Certificate.objects.filter(
        Q(pdf_sha256=digest) | Q(replaced_files__pdf_sha256=digest)
    ).first()
    if certificate is not None:
        return CheckedFile(Finding(certificate.status), certificate)
    named = Certificate.objects.filter(serial__in=_serials_named(content)).first()
    return CheckedFile(Finding.ALTERED if named else Finding.UNKNOWN, named)


def _serials_named(content: bytes) -> list[str]:
    """Return the serial in the metadata of a PDF, wherever somebody may have left it.

    Empty for what cannot be a serial.
    """
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            told = [str(document.docinfo.get("/Keywords"))]
            with document.open_metadata() as metadata:
                told.append(str(metadata.get("pdf:Keywords")))
    except pikepdf.PikepdfError:
        return []
    return [normalise_serial(text) for text in told]
