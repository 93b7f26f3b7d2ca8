"""Why no paper can be drawn, in a sentence for whoever writes the quiz."""

import random
from collections.abc import Sequence

from django.utils.translation import gettext as _

from assessments.exceptions import NotEnoughQuestions
from assessments.papers.drawing import Line, picks_for
from assessments.papers.paper import choose


def shortage_of(lines: Sequence[Line]) -> str:
    """Return the sentence why no paper can be drawn from the lines of a quiz; empty if one can."""
    if not lines:
        return _("Add at least one question or draw.")
    try:
        choose(picks_for(lines), random.SystemRandom())
    except NotEnoughQuestions as error:
        return shortage_text(error)
    return ""


def shortage_text(error: NotEnoughQuestions) -> str:
    return _(
        "Line %(line)d of the questions asks for %(wanted)d, but only %(available)d are ready "
        "and not used by another line. Write or publish more questions, or ask for fewer."
    ) % {"line": error.pick + 1, "wanted": error.wanted, "available": error.available}
