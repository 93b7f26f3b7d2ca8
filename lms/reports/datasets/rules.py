"""The rules of the figures, in sentences that stand in every rendering."""

from django.utils.translation import gettext as _

from lms.reports.datasets.shape import CompetencyReport, Reading


def rule_sentences(report: CompetencyReport) -> list[str]:
    """Return the rules in the active language."""
    return [
        _(
            "Which posting counts: the main post on the day; without one the secondment, then the "
            "acting, then the concurrent post; of several alike the one that began last. Every "
            "person counts once."
        ),
        _reading_rule(report),
        _(
            "What is required: the levels that the position of the counting posting requires on "
            "the day."
        ),
        _(
            "What proves a level: a course, a test, a trainer's judgement or a recognised "
            "certificate, achieved by the day and neither expired nor revoked on it. "
            "Self-assessment proves nothing. The highest level proved counts."
        ),
        _("Shares are people who meet the level out of the people who are required to have it."),
        _(
            "Completion counts every enrolment opened by the day; people are counted once, "
            "however often they enrolled."
        ),
        _(
            "Credited periods are those of the courses completed from the first day of the year "
            "to the day of the report. A course gives a person its periods once a calendar year."
        ),
        _(
            "Certificates stand as on the day: one that was revoked counts as revoked, otherwise "
            "one that expired as expired, otherwise one replaced by a newer one as superseded."
        ),
    ]


def _reading_rule(report: CompetencyReport) -> str:
    if report.reading == Reading.AS_WAS:
        return _("Which agencies: the agency and all below it as they stood on the day.")
    return _(
        "Which agencies: people of the day stand under today's successors of their agencies. Of "
        "several successors it is the one where the person works today, otherwise the first by "
        "code; an agency that was dissolved without a successor counts with the one it belonged "
        "to."
    )
