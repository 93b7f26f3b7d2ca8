"""The outline of a new course as people type it: modules, and lessons behind a hyphen."""

from dataclasses import dataclass, field

from lms.core.text import clean

HYPHENS = "-–—•*"
MOST_PAGES = 100
LONGEST_TITLE = 255


class OutlineRefused(ValueError):
    """A line of the outline cannot be read: `line` counts from 1."""

    def __init__(self, line: int, text: str) -> None:
        self.line, self.text = line, text
        super().__init__(text)


@dataclass
class PlannedModule:
    """`title` is empty for lessons directly below the course."""

    title: str
    lessons: list[str] = field(default_factory=list)


def read_outline(text: str) -> list[PlannedModule]:
    """Return the modules of an outline in order.

    Raises OutlineRefused for a title that is too long, or too many pages.
    """
    modules: list[PlannedModule] = []
    count = 0
    for number, raw in enumerate(text.splitlines(), start=1):
        line = clean(raw)
        title = line.lstrip(HYPHENS).strip()
        if not title:
            continue
        count += 1
        if len(title) > LONGEST_TITLE or count > MOST_PAGES:
            raise OutlineRefused(number, title[:40])
        if line[0] not in HYPHENS:
            modules.append(PlannedModule(title))
        else:
            if not modules:
                modules.append(PlannedModule(""))
            modules[-1].lessons.append(title)
    return modules
