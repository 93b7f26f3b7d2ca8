"""What happens after the transaction: the PDF of a certificate and the word to its holder."""

from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django_tasks import task

from certificates.keeping import ensure_pdf
from certificates.models import Certificate
from certificates.printing import printed_on
from certificates.words import DocumentKind
from lms.accounts.services import mail_person


@task()
def render_certificate_pdf(certificate_id: int) -> None:
    """Make and keep the PDF; a second run finds it there and does nothing."""
    ensure_pdf(certificate_id=certificate_id)


@task()
def mail_certificate(certificate_id: int) -> bool:
    """Tell the holder where the document is; False when nobody is told.

    The document itself is not attached: it holds personal data, and mailboxes are forwarded.
    """
    certificate = Certificate.objects.select_related("learner").get(pk=certificate_id)
    if certificate.revoked_at is not None:
        return False
    detail = reverse("certificate_detail", args=[certificate.serial])
    base = settings.WAGTAILADMIN_BASE_URL
    return mail_person(
        user=certificate.learner,
        template="emails/certificate_issued",
        context={
            "course_title": certificate.course_title,
            "document_kind": DocumentKind(certificate.printed["document_kind"]).label,
            "register_number": certificate.register_number,
            "valid_through": printed_on(certificate).valid_through,
            "certificate_url": urljoin(base, detail),
            "verification_url": urljoin(base, certificate.get_verification_path()),
        },
    )
