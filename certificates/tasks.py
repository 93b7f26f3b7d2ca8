"""What happens after the transaction: the PDF of a certificate."""

from django_tasks import task


@task()
def render_certificate_pdf(certificate_id: int) -> None:
    """Make and keep the PDF; a second run finds it there and does nothing."""
    from certificates.services import ensure_pdf

    ensure_pdf(certificate_id=certificate_id)


def enqueue_pdf(certificate_id: int) -> None:
    render_certificate_pdf.enqueue(certificate_id)
