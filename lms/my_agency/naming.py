"""People in a sentence of what is about to be done."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from lms.accounts.models import User

NAMED = 10


def names_of(people: Sequence[User]) -> str:
    """Return the names of the first ten, and how many more there are."""
    names = ", ".join(person.full_name for person in people[:NAMED])
    more = len(people) - NAMED
    return _("%(names)s and %(n)d more") % {"names": names, "n": more} if more > 0 else names
