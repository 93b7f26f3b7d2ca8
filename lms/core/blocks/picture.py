from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock


class NamedImageBlock(ImageBlock):
    """Wagtail's block, whose own field for the image has a name in English alone."""

    def __init__(self, required: bool = True, **kwargs: Any) -> None:
        super().__init__(required=required, **kwargs)
        self.child_blocks["image"].label = _("Image")


class PictureBlock(blocks.StructBlock):
    """A picture with its alternative text and a caption."""

    image = NamedImageBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=300)

    class Meta:
        icon = "image"
        label = _("Image")
        template = "blocks/picture.html"
        label_format = "{caption}"
