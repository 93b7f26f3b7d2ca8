"""Why evidence is not recorded or not revoked; each carries a sentence for the person who asked."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class EvidenceRefused(Exception):
    message: Promise | str = _("The evidence could not be recorded.")

    def __str__(self) -> str:
        return str(self.message)


class LevelOfAnotherFramework(EvidenceRefused):
    message = _("This level does not belong to the framework of the competency.")


class KindNotRecordable(EvidenceRefused):
    message = _("Only a trainer's judgement or a recognised certificate can be recorded by hand.")


class DatesOutOfOrder(EvidenceRefused):
    message = _("The day it expires must come after the day it was achieved.")


class AchievedInFuture(EvidenceRefused):
    message = _("The day it was achieved cannot lie in the future.")


class ReasonMissing(EvidenceRefused):
    message = _("Say why the evidence is revoked: the reason is shown to the learner.")
