"""The gaps, as a list and with one line for each person."""

from django.utils.translation import gettext as _

from lms.reports.datasets.shape import CompetencyReport, Gap
from lms.reports.tables.base import Column, Table


def gaps(report: CompetencyReport) -> Table:
    agencies = {line.code: line.name for line in report.agencies}
    competencies = {line.code: str(line.name) for line in report.competencies}
    columns = (
        Column("person_code", _("Official code"), "code"),
        Column("person", _("Full name")),
        Column("agency", _("Agency")),
        Column("competency_code", _("Code"), "code"),
        Column("competency", _("Competency")),
        Column("required", _("Required"), "count"),
        Column("proved", _("Proved"), "count"),
        Column("gap", _("Gap"), "count"),
    )
    rows = [
        (
            row.person_code,
            row.person_name,
            agencies[row.agency_code],
            row.competency_code,
            competencies[row.competency_code],
            row.required,
            row.proved,
            row.gap,
        )
        for row in report.gaps
    ]
    return Table(
        "gaps", _("Gaps, the biggest first"), columns, rows, note=_("Proved 0: without evidence.")
    )


def people_with_gaps(report: CompetencyReport) -> Table:
    """Return the gaps once more, a line for each person: what fits on paper for a department."""
    agencies = {line.code: line.name for line in report.agencies}
    people: dict[tuple[str, str, str], dict[str, Gap]] = {}
    for gap in report.gaps:
        person = (gap.person_code, gap.person_name, agencies[gap.agency_code])
        people.setdefault(person, {})[gap.competency_code] = gap
    columns = (
        Column("person_code", _("Official code"), "code"),
        Column("person", _("Full name")),
        Column("agency", _("Agency")),
        *(Column(line.code, line.code, "step") for line in report.competencies),
        Column("gaps", _("Gaps"), "count"),
    )
    rows = [
        (*person, *(_step(gaps.get(line.code)) for line in report.competencies), len(gaps))
        for person, gaps in people.items()
    ]
    note = _("1→3: level 1 is proved, level 3 is required. An empty cell is no gap.")
    return Table("people_with_gaps", _("People with a gap"), columns, rows, note=note)


def _step(gap: Gap | None) -> str:
    # Neither “1/3” nor “1-3”: spreadsheets take those for dates.
    return f"{gap.proved}→{gap.required}" if gap else ""
