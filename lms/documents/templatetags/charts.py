"""Charts drawn as SVG: the same function for the page and for the PDF."""

from collections.abc import Sequence
from typing import Any

from django import template

from lms.documents import charts

register = template.Library()


@register.inclusion_tag("charts/figure.html")
def bar_chart(
    identifier: str,
    title: str,
    bars: Sequence[charts.Bar],
    series: Sequence[charts.Series],
    *,
    description: str = "",
    maximum: float | None = None,
    each_is_whole: bool = False,
    headings: Sequence[str] = (),
    with_table: bool = True,
) -> dict[str, Any]:
    """Draw horizontal bars, plain or stacked.

    `identifier` makes the ids unique in the page. `headings` are those of the table behind the
    chart: of the label, then of each part; leave out the table only where one stands beside it.
    """
    return {
        "kind": "charts/bar.svg.html",
        "identifier": identifier,
        "title": title,
        "description": description,
        "chart": charts.bar_chart(bars, series, maximum=maximum, each_is_whole=each_is_whole),
        "headings": headings or ["", *(part.label for part in series)],
        "rows": [[bar.label, *bar.parts] for bar in bars] if with_table else [],
    }
