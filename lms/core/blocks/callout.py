from django.utils.translation import gettext_lazy as _
from wagtail import blocks

CALLOUT_KINDS = [
    ("note", _("Remember")),
    ("example", _("Example")),
    ("warning", _("Take care")),
    ("legal", _("Legal basis")),
    ("try", _("Try it yourself")),
]


class CalloutBlock(blocks.StructBlock):
    """A short text set apart: something to remember, an example, a legal basis …"""

    kind = blocks.ChoiceBlock(label=_("Kind"), choices=CALLOUT_KINDS, default="note")
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=150)
    text = blocks.RichTextBlock(label=_("Text"), features=["bold", "italic", "ol", "ul", "link"])

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        template = "blocks/callout.html"
        label_format = "{title}"
