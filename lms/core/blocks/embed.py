from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks


def is_allowed(url: str) -> bool:
    """Return whether the operator has allowed the host of an address (EMBED_HOSTS)."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme == "https" and parts.hostname in settings.LMS_EMBED_HOSTS


def check_embed_host(url: str) -> None:
    """Refuse an address whose host the operator has not allowed."""
    if not is_allowed(url):
        hosts = ", ".join(settings.LMS_EMBED_HOSTS) or _("none so far")
        raise ValidationError(
            _("Players may be embedded from these hosts only: %(hosts)s. Upload a video instead."),
            params={"hosts": hosts},
        )


class EmbedBlock(blocks.StructBlock):
    """A player of another site that the operator has allowed."""

    address = blocks.URLBlock(label=_("Address of the player"), validators=[check_embed_host])
    title = blocks.CharBlock(label=_("Title"), max_length=200)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        return {**context, "allowed": is_allowed(value.get("address", ""))}

    class Meta:
        icon = "code"
        label = _("Player of another site")
        template = "blocks/embed.html"
