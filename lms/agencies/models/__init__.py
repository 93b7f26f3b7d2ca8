from lms.agencies.models.agency import Agency, AgencyKind, AgencyVersion
from lms.agencies.models.people import (
    AgencyRole,
    AgencyRoleKind,
    Position,
    Posting,
    PostingKind,
    Rank,
)
from lms.agencies.models.reorganisation import (
    Reorganisation,
    ReorganisationKind,
    ReorganisationLink,
)

__all__ = [
    "Agency",
    "AgencyKind",
    "AgencyRole",
    "AgencyRoleKind",
    "AgencyVersion",
    "Position",
    "Posting",
    "PostingKind",
    "Rank",
    "Reorganisation",
    "ReorganisationKind",
    "ReorganisationLink",
]
