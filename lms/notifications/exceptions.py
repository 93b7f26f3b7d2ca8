"""Why nothing is decided about a mail."""

from django.utils.translation import gettext_lazy as _


class NothingToDecide(Exception):
    """The mail is on its way, has arrived, or its text is gone; nothing was changed."""

    def __str__(self) -> str:
        return str(_("There is nothing to decide about this mail any more."))
