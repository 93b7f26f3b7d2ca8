"""References that records keep (“enrolment:522”), in words for people."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# By kind; the number stays what scripts and files rely on.
WORDS: dict[str, str | Promise] = {
    "enrolment": _("Enrolment no. %(number)s"),
    "self": _("Self-assessment"),
    "trainer": _("Recorded by hand"),
    "recognised": _("Recorded by hand"),
}


def reference_in_words(reference: str) -> str:
    """Return what a reference stands for; as it is where nobody has named its kind."""
    kind, _colon, number = reference.partition(":")
    words = WORDS.get(kind)
    return str(words) % {"number": number} if words else reference
