"""What the templates in templates/components take, where that is more than a word or a number.

Each class names its template, which says on top how every part is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class CourseCard:
    """course_card.html. `progress` in percent, None where nothing is under way."""

    title: str
    url: str
    summary: str = ""
    minutes: int = 0
    periods: int = 0
    level: str = ""
    competencies: Sequence[str] = ()
    required: bool = False
    progress: float | None = None
    status: Words = ""
    status_kind: str = "success"


@dataclass(frozen=True)
class Step:
    """step_list.html, step.html. `state`: done, current, open or locked, for the `reason`."""

    title: str
    url: str = ""
    state: str = "open"
    reason: Words = ""
    minutes: int = 0
    kind: Words = ""
    optional: bool = False
    children: Sequence["Step"] = ()


@dataclass(frozen=True)
class PersonRow:
    """person_row.html. `progress` in percent."""

    name: str
    url: str = ""
    detail: str = ""
    progress: float | None = None
    status: Words = ""
    status_kind: str = ""
    note: Words = ""


@dataclass(frozen=True)
class Tile:
    """figure_tile.html. `value` is written already; `kind` as in status_tag.html."""

    value: str
    label: Words
    note: Words = ""
    url: str = ""
    link_label: Words = ""
    kind: str = ""


@dataclass(frozen=True)
class Download:
    """download_list.html. `size` in bytes."""

    label: Words
    url: str
    format: Words
    size: int | None = None
    note: Words = ""


@dataclass(frozen=True)
class Tab:
    """tabs.html. `count` stands behind the label."""

    label: Words
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class PaletteItem:
    """question_palette.html."""

    number: int
    url: str
    answered: bool = False
    flagged: bool = False
    current: bool = False
