"""Checking versions against the rest of the tree, before or after they are written."""

from collections.abc import Sequence

from lms.agencies.models import Agency, AgencyVersion
from lms.agencies.versions import Span, check_line, check_no_cycle, check_parents


def check_versions(*, agency: Agency, spans: Sequence[Span] | None = None) -> None:
    """Raise `OrganisationRefused` unless the versions of `agency` fit on every day.

    `spans` are the versions as they are about to be (an unsaved agency uses the id 0); without
    them the stored ones are checked. Those of all other agencies are read in one query.
    """
    agency_id = agency.pk or 0
    stored = [
        Span(*row)
        for row in AgencyVersion.objects.values_list(
            "agency_id", "valid_from", "valid_to", "parent_id"
        )
    ]
    own = list(spans) if spans is not None else [s for s in stored if s.agency_id == agency_id]
    others = [s for s in stored if s.agency_id != agency_id]
    everything = [*others, *own]
    check_line(own)
    check_parents(own, everything)
    check_parents([s for s in others if s.parent_id == agency_id], everything)
    check_no_cycle(everything)
