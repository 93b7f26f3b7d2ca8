"""Checking versions against the rest of the tree, before or after they are written."""

from lms.agencies.models import Agency, AgencyVersion
from lms.agencies.versions import Span, check_line, check_no_cycle, check_parents


def check_versions(*, agency: Agency) -> None:
    """Raise `OrganisationRefused` unless the versions of `agency` fit on every day: one query.

    So must those that belong to it; a fault elsewhere is none of this agency.
    """
    everything = [
        Span(*row)
        for row in AgencyVersion.objects.values_list(
            "agency_id", "valid_from", "valid_to", "parent_id"
        )
    ]
    check_line([s for s in everything if s.agency_id == agency.pk])
    check_parents([s for s in everything if agency.pk in (s.agency_id, s.parent_id)], everything)
    check_no_cycle(everything)
