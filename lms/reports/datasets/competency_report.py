"""The competency report of an agency: one object that every rendering draws from."""

import dataclasses
import datetime as dt
import re

from django.utils import timezone

from lms.accounts.models import User
from lms.agencies.access import VisibleAgencies
from lms.agencies.models import Agency, AgencyKind
from lms.reports.datasets.breakdowns import breakdowns
from lms.reports.datasets.heat import agency_levels, agency_lines, heat_map, own_cells
from lms.reports.datasets.learning import Learning, summarise_periods
from lms.reports.datasets.levels import Levels
from lms.reports.datasets.provenance import fingerprint
from lms.reports.datasets.roster import Roster
from lms.reports.datasets.scope import Scope
from lms.reports.datasets.shape import (
    CompetencyReport,
    Denominator,
    Provenance,
    Reading,
)
from lms.reports.datasets.snapshot import Snapshot, read_snapshot

PLACE_KINDS = (AgencyKind.COMMUNE, AgencyKind.DISTRICT, AgencyKind.PROVINCE)
_PLACE = re.compile(
    r"(?:tỉnh|thành phố|huyện|thị xã|thị trấn|xã|phường|đặc khu)\s+(.+)$", re.IGNORECASE
)


def competency_report(
    *,
    agency: Agency,
    visible: VisibleAgencies,
    as_of: dt.date,
    reading: Reading | str = Reading.AS_WAS,
    generated_by: User | None = None,
) -> CompetencyReport:
    """Compute the report of an agency and all below it; about fifteen queries at any size.

    `visible` is what the reader may see today. Raises `ReportRefused` when the day lies in the
    future or the agency does not exist in the reading asked for, `PermissionError` where the
    agency is not visible.
    """
    snapshot = read_snapshot(agency=agency, visible=visible, as_of=as_of, reading=reading)
    report = report_of(snapshot, generated_by)
    provenance = dataclasses.replace(report.provenance, sha256=fingerprint(report))
    return dataclasses.replace(report, provenance=provenance)


def report_of(snapshot: Snapshot, generated_by: User | None = None) -> CompetencyReport:
    """Assemble the report of what was read; it has no fingerprint yet."""
    return _assemble(
        snapshot.agency, snapshot.roster, snapshot.levels, snapshot.learning, generated_by
    )


def _assemble(
    agency: Agency, roster: Roster, levels: Levels, learning: Learning, generated_by: User | None
) -> CompetencyReport:
    scope = roster.scope
    version = scope.tree.versions[agency.pk]
    above = scope.tree.ancestors(agency.pk)
    own = own_cells(scope, levels)
    heat = heat_map(scope, roster, own, len(levels.competencies))
    return CompetencyReport(
        agency_code=agency.code,
        agency_name=version.name,
        parent_name=scope.tree.versions[above[0]].name if above else "",
        place=_place(scope),
        as_of=scope.as_of,
        reading=scope.reading,
        denominator=_denominator(roster, levels),
        agencies=agency_lines(scope, roster),
        competencies=levels.competencies,
        totals=heat[-1].cells,
        heat_map=heat,
        agency_levels=agency_levels(scope, levels, own),
        gaps=levels.gaps,
        completion=learning.completion,
        completion_total=learning.completion_total,
        certificates=learning.certificates,
        certificate_total=learning.certificate_total,
        periods=summarise_periods(roster, learning),
        breakdowns=breakdowns(roster, levels, learning),
        provenance=Provenance(
            generated_at=timezone.now(),
            generated_by=generated_by.official_code if generated_by else "",
            mapped_on=scope.mapped_on,
            row_counts={
                "postings": len(roster.people),
                "required_levels": levels.requirement_rows,
                "proved_levels": levels.proved_levels,
                "enrolments": learning.enrolment_rows,
                "certificates": learning.certificate_total.issued,
            },
            sha256="",
        ),
    )


def _place(scope: Scope) -> str:
    """Return the place that stands before the date of an official document; empty if unknown."""
    for agency_id in [scope.agency_id, *scope.tree.ancestors(scope.agency_id)]:
        version = scope.tree.versions[agency_id]
        if version.kind in PLACE_KINDS and (found := _PLACE.search(version.name)):
            return found[1]
    return ""


def _denominator(roster: Roster, levels: Levels) -> Denominator:
    with_requirements = len(levels.asked)
    meeting_all = sum(1 for pk, asked in levels.asked.items() if levels.met[pk] == asked)
    return Denominator(
        register=roster.register,
        counted=len(roster.people),
        elsewhere=roster.elsewhere,
        without_posting=roster.without_posting,
        with_requirements=with_requirements,
        without_requirements=len(roster.people) - with_requirements,
        meeting_all=meeting_all,
        with_gap=with_requirements - meeting_all,
        account_closed=roster.account_closed,
    )
