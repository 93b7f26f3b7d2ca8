"""The site's modules by themselves: on a blank page in Chromium, without a server behind it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from tests.chromium import browser_type_launch_args  # noqa: F401

ROOT = Path(__file__).resolve().parents[2]
ORIGIN = "http://scripts.test"
FOLDERS = {"static": ROOT / "lms" / "static" / "js", "tests": Path(__file__).parent}


@pytest.fixture
def blank(page: Page) -> Page:
    """Return a page whose body is empty, whose timers stand still, and which can import modules."""
    page.route(f"{ORIGIN}/**", _serve)
    # An hour before the moment that it stops at: the clock runs while the page is fetched.
    page.clock.install(time="2026-03-02T08:00:00")
    page.goto(f"{ORIGIN}/")
    page.clock.pause_at("2026-03-02T09:00:01")
    return page


@pytest.fixture
def passes(blank: Page) -> Callable[[float], None]:
    """Return how to let seconds pass, with every timer that falls due in them."""
    return lambda seconds: blank.clock.run_for(round(seconds * 1000))


@pytest.fixture
def run(blank: Page) -> Callable[..., Any]:
    """Return how to run a line of JavaScript on the page."""
    return blank.evaluate


def _serve(route: Route) -> None:
    folder, _, name = route.request.url.removeprefix(f"{ORIGIN}/").partition("/")
    if not name:
        route.fulfill(body="<!doctype html><title>Blank</title>", content_type="text/html")
    else:
        script = (FOLDERS[folder] / name).read_text(encoding="utf-8")
        route.fulfill(body=script, content_type="text/javascript")
