"""What the people learned: courses, certificates, periods."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lms.enrolments.records import target_source
from lms.reports.datasets.shape import CompetencyReport, PeriodBand, share
from lms.reports.tables.base import Column, Table


def completion(report: CompetencyReport) -> Table:
    columns = (
        Column("code", _("Code"), "code"),
        Column("course", _("Course")),
        Column("enrolments", _("Enrolments"), "count"),
        Column("completed", _("Completed"), "count"),
        Column("open", _("Under way"), "count"),
        Column("withdrawn", _("Withdrawn"), "count"),
        Column("overdue", _("Overdue"), "count"),
        Column("people", pgettext("count", "People"), "count"),
        Column("people_completed", _("People who completed"), "count"),
    )
    return Table(
        "completion",
        _("Courses"),
        columns,
        list(report.completion),
        ("", _("Total"), *report.completion_total[2:]),
        note=_(
            "Enrolments and people are counted separately: a person in two courses is one person "
            "in the total. Overdue enrolments are part of those under way."
        ),
    )


def certificates(report: CompetencyReport) -> Table:
    columns = (
        Column("code", _("Code"), "code"),
        Column("course", _("Course")),
        Column("issued", _("Issued"), "count"),
        Column("valid", _("Valid"), "count"),
        Column("expired", _("Expired"), "count"),
        Column("superseded", _("Superseded"), "count"),
        Column("revoked", _("Revoked"), "count"),
    )
    total = ("", _("Total"), *report.certificate_total[2:])
    rows = list(report.certificates)
    return Table("certificates", _("Certificates and confirmations"), columns, rows, total)


def band_text(band: PeriodBand) -> str:
    """Return a band of periods in words."""
    if band.under is None:
        return _("%(n)d periods or more") % {"n": band.at_least}
    if band.under == band.at_least + 1:
        return _("%(n)d periods") % {"n": band.at_least}
    values = {"low": band.at_least, "high": band.under}
    return _("%(low)d to under %(high)d periods") % values


def periods(report: CompetencyReport) -> Table:
    columns = (
        Column("band", _("Credited periods this year")),
        Column("people", pgettext("count", "People"), "count"),
        Column("share", _("Share"), "share"),
    )
    people = report.periods.people
    rows = [(band_text(b), b.people, share(b.people, people)) for b in report.periods.bands]
    return Table(
        "periods",
        _("Credited periods"),
        columns,
        rows,
        (_("Total"), people, share(people, people)),
        note=_("The yearly target is %(target)d periods, %(source)s.")
        % {"target": report.periods.target, "source": target_source()},
    )
