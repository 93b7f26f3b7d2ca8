"""What the CMS shows of a design, and how texts are set on the document."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from certificates.models import CertificateDesign
from certificates.printing import printed_sample
from certificates.rendering import ShownDocument, background_of, shown_document

register = template.Library()
# Longer words may have to be broken.
LONGEST_TOGETHER = 26
# Shorter texts stand on one line at their size, and stay as they are.
SURELY_ONE_LINE = 30


@register.simple_tag
def document_sample(design: CertificateDesign) -> ShownDocument:
    """Return the design on an invented document."""
    return shown_document(printed_sample(design, background=background_of(design)))


@register.filter
def last_words_together(text: str) -> SafeString | str:
    """Keep the last two words on one line, so that none stands alone on the last one."""
    *start, before, last = ["", "", *text.split(" ")]
    if len(text) <= SURELY_ONE_LINE or len(before) + len(last) > LONGEST_TOGETHER:
        return text
    together = format_html('<span class="document__together">{} {}</span>', before, last)
    return format_html("{} {}", " ".join(word for word in start if word), together)
