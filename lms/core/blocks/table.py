from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock


class FilledTableBlock(TypedTableBlock):
    """A table that has cells when it is published."""

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not self.is_deferred_validation and not (cleaned and cleaned.row_data):
            raise ValidationError(_("Write the table, or take it out."))
        return cleaned


class TableBlock(blocks.StructBlock):
    """A table, which brings its own caption; the first column can be a column of headings."""

    row_headings = blocks.BooleanBlock(
        label=_("The first column holds headings"), required=False, default=True
    )
    table = FilledTableBlock(
        [("text", blocks.RichTextBlock(label=_("Text"), features=["bold", "italic", "link"]))],
        label=_("Table"),
    )

    class Meta:
        icon = "table"
        label = _("Table")
        template = "blocks/table.html"
        label_format = _("Table")
