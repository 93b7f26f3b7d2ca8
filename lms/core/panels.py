"""What rooms show on the front page of those signed in: each registers its own panel."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Panel:
    """A template with what it is drawn from; it also sees the request."""

    template: str
    context: Mapping[str, Any]


PanelMaker = Callable[[HttpRequest], Panel | None]
"""Returns None for whoever the panel is not meant for."""

_makers: list[tuple[int, PanelMaker]] = []


def register_front_panel(maker: PanelMaker, *, order: int) -> None:
    _makers.append((order, maker))
    _makers.sort(key=lambda entry: entry[0])


def front_panels(request: HttpRequest) -> list[Panel]:
    """Return the panels that this person gets, in their order."""
    panels = (maker(request) for _order, maker in _makers)
    return [panel for panel in panels if panel is not None]
