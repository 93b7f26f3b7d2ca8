from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtailmedia.blocks import VideoChooserBlock


class VideoBlock(blocks.StructBlock):
    """A video file of the library, played by the browser itself."""

    video = VideoChooserBlock(label=_("Video"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=300)
    transcript = blocks.RichTextBlock(
        label=_("Transcript"),
        required=False,
        features=["bold", "italic", "ol", "ul"],
        help_text=_("What is said, for those who cannot hear or load the video."),
    )

    class Meta:
        icon = "media"
        label = _("Video")
        template = "blocks/video.html"
        label_format = "{caption}"
