"""Acts on agencies and on who works where."""

from lms.agencies.services.checking import check_versions
from lms.agencies.services.people import (
    appoint,
    end_posting,
    end_role,
    grant_role,
    transfer,
)
from lms.agencies.services.reorganising import (
    create_agency,
    dissolve_agency,
    merge_agencies,
    revise_agency,
    split_agency,
)

__all__ = [
    "appoint",
    "check_versions",
    "create_agency",
    "dissolve_agency",
    "end_posting",
    "end_role",
    "grant_role",
    "merge_agencies",
    "revise_agency",
    "split_agency",
    "transfer",
]
