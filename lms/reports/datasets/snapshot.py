"""Everything that is read about an agency for a day, once, for reports and lists alike."""

import datetime as dt
from dataclasses import dataclass

from lms.agencies.access import VisibleAgencies
from lms.agencies.models import Agency
from lms.reports.datasets.learning import Learning, read_learning
from lms.reports.datasets.levels import Levels, read_levels
from lms.reports.datasets.roster import Roster, read_roster
from lms.reports.datasets.scope import report_scope
from lms.reports.datasets.shape import Reading


@dataclass(frozen=True)
class Snapshot:
    agency: Agency
    roster: Roster
    levels: Levels
    learning: Learning


def read_snapshot(
    *,
    agency: Agency,
    visible: VisibleAgencies,
    as_of: dt.date,
    reading: Reading | str = Reading.AS_WAS,
) -> Snapshot:
    """Read an agency and all below it as of a day.

    Raises `ReportRefused`, and `PermissionError` where the agency is not visible to who asks.
    """
    if agency.pk not in visible:
        raise PermissionError(f"the agency {agency.code} is not visible to who asks")
    roster = read_roster(report_scope(agency=agency, as_of=as_of, reading=Reading(reading)))
    return Snapshot(agency, roster, read_levels(roster), read_learning(roster))
