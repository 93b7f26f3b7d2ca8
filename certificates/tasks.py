"""What happens after the transaction: the PDF of a certificate."""

from django_tasks import task

from certificates.keeping import ensure_pdf


@task()
def render_certificate_pdf(certificate_id: int) -> None:
    """Make and keep the PDF; a second run finds it there and does nothing."""
    ensure_pdf(certificate_id=certificate_id)
