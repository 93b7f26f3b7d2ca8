from django.utils.translation import gettext_lazy as _
from wagtail.blocks import RichTextBlock

TEXT_FEATURES = [
    "h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link",
    "superscript", "subscript", "blockquote", "code",
]  # fmt: skip


class TextBlock(RichTextBlock):
    """Running text with headings, lists and links."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"features": TEXT_FEATURES, **kwargs})

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "blocks/text.html"
