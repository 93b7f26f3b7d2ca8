from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks


def check_embed_host(url: str) -> None:
    """Refuse an address whose host the operator has not allowed (EMBED_HOSTS)."""
    parts = urlsplit(url)
    if parts.scheme != "https" or parts.hostname not in settings.LMS_EMBED_HOSTS:
        hosts = ", ".join(settings.LMS_EMBED_HOSTS) or _("none so far")
        raise ValidationError(
            _("Players may be embedded from these hosts only: %(hosts)s. Upload a video instead."),
            params={"hosts": hosts},
        )


class EmbedBlock(blocks.StructBlock):
    """A player of another site that the operator has allowed."""

    address = blocks.URLBlock(label=_("Address of the player"), validators=[check_embed_host])
    title = blocks.CharBlock(label=_("Title"), max_length=200)

    class Meta:
        icon = "code"
        label = _("Player of another site")
        template = "blocks/embed.html"
