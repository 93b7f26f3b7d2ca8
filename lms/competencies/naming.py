"""Competencies as files name them: "FRAMEWORK:CODE", or the code alone for the platform's own."""

from lms.competencies.models import Competency

OWN_FRAMEWORK = "CT"


class CompetencyNames:
    """All competencies by their names, read once; of several versions of a framework the newest."""

    def __init__(self) -> None:
        rows = Competency.objects.select_related("framework").order_by("framework__version", "pk")
        self._rows = {(row.framework.code.upper(), row.code): row for row in rows}

    def find(self, name: str) -> Competency | None:
        framework, _colon, code = name.strip().rpartition(":")
        return self._rows.get(((framework or OWN_FRAMEWORK).upper(), code))


def name_of(competency: Competency) -> str:
    """Return the name by which files find a competency."""
    framework = competency.framework.code
    is_own = framework.upper() == OWN_FRAMEWORK
    return competency.code if is_own else f"{framework}:{competency.code}"
