"""The geometry of charts: plain numbers in, places on a drawing out, for page and PDF alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lms.core.tokens import colour

WIDTH = 400.0
ROW = 46.0
BAR_TOP = 20.0
BAR_HEIGHT = 16.0
LEGEND_ROW = 22.0
LEGEND_COLUMNS = 2
# About what fits into half the width at the size labels are set in.
LABEL_LETTERS = 46
# The tokens behind presentation attributes: what a PDF shows, where no stylesheet reaches into SVG.
FILLS = {f"{number}": f"chart-{number}" for number in range(1, 5)} | {"none": "surface-strong"}


class Bar(NamedTuple):
    """A line of a bar chart: its parts from the left, and what is written beside it."""

    label: str
    parts: tuple[float, ...]
    value: str


class Series(NamedTuple):
    """What one part of every bar means; `fill` is a key of `FILLS`."""

    label: str
    fill: str = "1"


class Box(NamedTuple):
    x: float
    y: float
    width: float
    height: float
    fill: str
    colour: str


class Line(NamedTuple):
    label: str
    value: str
    text_y: float
    track: Box
    boxes: tuple[Box, ...]


class LegendEntry(NamedTuple):
    label: str
    box: Box
    text_x: float
    text_y: float


@dataclass(frozen=True)
class BarChart:
    """A drawing of bars, `width` by `height` units of the SVG's own."""

    width: float
    height: float
    lines: tuple[Line, ...]
    legend: tuple[LegendEntry, ...]


def bar_chart(
    bars: Sequence[Bar],
    series: Sequence[Series],
    *,
    maximum: float | None = None,
    each_is_whole: bool = False,
) -> BarChart:
    """Lay out horizontal bars of one or more parts.

    Without a maximum the longest bar takes the full width; when each is a whole, all of them do.
    A bar without parts shows its track.
    """
    longest = maximum or max((sum(bar.parts) for bar in bars), default=0)
    lines = tuple(
        _line(bar, series, index, (sum(bar.parts) if each_is_whole else longest) or 1)
        for index, bar in enumerate(bars)
    )
    top = len(bars) * ROW
    legend = _legend(series, top + 6) if len(series) > 1 else ()
    rows = -(-len(legend) // LEGEND_COLUMNS)
    return BarChart(WIDTH, top + rows * LEGEND_ROW + (6 if legend else 0), lines, legend)


def _line(bar: Bar, series: Sequence[Series], index: int, whole: float) -> Line:
    top = index * ROW
    boxes, x = [], 0.0
    for part, kind in zip(bar.parts, series, strict=True):
        width = round(part / whole * WIDTH, 2)
        if width:
            boxes.append(_box(x, top + BAR_TOP, width, BAR_HEIGHT, kind.fill))
        x += width
    label = bar.label
    if len(label) > LABEL_LETTERS:
        label = label[: LABEL_LETTERS - 1].rstrip() + "…"
    track = _box(0, top + BAR_TOP, WIDTH, BAR_HEIGHT, "none")
    return Line(label, bar.value, top + 14, track, tuple(boxes))


def _legend(series: Sequence[Series], top: float) -> tuple[LegendEntry, ...]:
    entries = []
    for index, kind in enumerate(series):
        x = (index % LEGEND_COLUMNS) * WIDTH / LEGEND_COLUMNS
        y = top + (index // LEGEND_COLUMNS) * LEGEND_ROW
        entries.append(LegendEntry(kind.label, _box(x, y, 12, 12, kind.fill), x + 18, y + 11))
    return tuple(entries)


def _box(x: float, y: float, width: float, height: float, fill: str) -> Box:
    return Box(round(x, 2), round(y, 2), width, height, fill, colour(FILLS[fill]))
