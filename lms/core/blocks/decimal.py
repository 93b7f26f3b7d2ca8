"""A decimal number, written with a comma or a point."""

from typing import Any

from wagtail import blocks

from lms.core.fields import DecimalField


class DecimalBlock(blocks.DecimalBlock):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        library: Any = self.field
        self.field = DecimalField(
            required=library.required,
            help_text=library.help_text,
            max_value=library.max_value,
            min_value=library.min_value,
            max_digits=library.max_digits,
            decimal_places=library.decimal_places,
        )

    class Meta:
        icon = "decimal"
