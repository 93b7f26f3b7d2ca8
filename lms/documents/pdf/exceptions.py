"""Why a document is not drawn, or not now: `str()` gives the sentence for people."""

from django.utils.translation import gettext_lazy as _


class NotDrawn(Exception):
    message = _("The document could not be made. Try again later.")

    def __str__(self) -> str:
        return str(self.message)


class NoPlaceNow(NotDrawn):
    """So many documents are being drawn that this one has to wait."""

    message = _(
        "Other documents are being made just now. This page asks for yours again by itself."
    )


class OneAtATime(NoPlaceNow):
    """A person has as many documents drawn as one may have at a time."""

    message = _(
        "Another document that you asked for is still being made. This page asks for the next one "
        "by itself."
    )


class TooLong(NotDrawn):
    message = _(
        "The document took too long to make. Try again when fewer people are using the site, or "
        "choose less for it, such as one agency below, or another format."
    )


class DrawerDied(NotDrawn):
    """The process that drew the document has ended; nothing else was touched."""
