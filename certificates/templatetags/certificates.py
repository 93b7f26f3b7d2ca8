"""What the CMS shows of a design."""

from django import template

from certificates.models import CertificateDesign
from certificates.printing import printed_sample
from certificates.rendering import ShownDocument, background_of, shown_document

register = template.Library()


@register.simple_tag
def document_sample(design: CertificateDesign) -> ShownDocument:
    """Return the design on an invented document."""
    return shown_document(printed_sample(design, background=background_of(design)))
