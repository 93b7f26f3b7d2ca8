"""Refusals of acts on agencies, postings and roles: `str()` gives the sentence for people."""


class OrganisationRefused(Exception):
    """The act would leave agencies or postings in a state that cannot be; nothing was changed."""


class VersionsDoNotFit(OrganisationRefused):
    """The versions of an agency overlap, leave a gap, or hang below nothing."""


class CycleInTree(OrganisationRefused):
    """On some day an agency would belong to itself."""


class CodeTaken(OrganisationRefused):
    """Another agency has this code."""


class NotInForce(OrganisationRefused):
    """The agency does not exist on that day."""


class StillInUse(OrganisationRefused):
    """Agencies below it or people in it would be left without an agency."""


class DatesDoNotFit(OrganisationRefused):
    """The day lies before the beginning, or another row already holds then."""
