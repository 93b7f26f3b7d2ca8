"""The site's pages link one stylesheet, which in production holds them all, and few scripts."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import Client

from lms.reports.renderers.html import STYLESHEETS
from lms.web.stylesheets import SITE, imported, join

CSS = Path(str(finders.find(SITE))).parent
LINK = re.compile(r'<link rel="stylesheet" href="/static/([^"]+)"')


def source(name: str) -> str:
    return (CSS.parent / name).read_text(encoding="utf-8")


def names() -> list[str]:
    return imported(source(SITE))


def _forget_finders() -> None:
    cast(Any, finders.get_finder).cache_clear()


@pytest.fixture
def collected(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """Collect the static files of this repository as production does."""
    production = {"BACKEND": "lms.web.stylesheets.SiteFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": production}
    settings.STATIC_ROOT = str(tmp_path / "static")
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    _forget_finders()
    call_command("collectstatic", interactive=False, verbosity=0)
    yield tmp_path / "static"
    _forget_finders()


def test_every_stylesheet_of_the_pages_has_its_place_in_the_order():
    others = {SITE, *(f"css/{path.relative_to(CSS)}" for path in (CSS / "documents").glob("*.css"))}
    every = {f"css/{path.relative_to(CSS)}" for path in CSS.rglob("*.css")}
    assert sorted(names()) == sorted(every - others)
    assert names()[0] == "css/tokens.css"
    assert names()[-1] == "css/print.css"


def test_a_page_in_production_links_one_stylesheet_and_it_holds_them_all(
    collected: Path, client: Client, db: None
):
    (link,) = LINK.findall(client.get("/accounts/login/").content.decode())
    assert re.fullmatch(r"css/site\.[0-9a-f]{12}\.css", link)
    joined = (collected / link).read_text(encoding="utf-8")
    places = [joined.find(source(name).strip()) for name in names()]
    assert -1 not in places
    assert places == sorted(places)
    assert "@import" not in joined
    assert (collected / f"{link}.gz").exists()


def test_what_is_for_paper_stays_for_paper_and_what_is_for_the_dark_stays(collected: Path):
    joined = (collected / SITE).read_text(encoding="utf-8")
    assert f"@media print {{\n{source('css/print.css').strip()}\n}}" in joined
    assert "@media screen and (prefers-color-scheme: dark) {" in joined
    assert joined.count("{") == joined.count("}")


def test_collecting_again_joins_what_has_changed_since(collected: Path, monkeypatch):
    before = staticfiles_storage.url(SITE)
    monkeypatch.setattr("lms.web.stylesheets.join", lambda text, read: "body { color: red; }")
    call_command("collectstatic", interactive=False, verbosity=0)
    assert staticfiles_storage.url(SITE) != before
    assert (collected / SITE).read_text() == "body { color: red; }"


def test_scripts_lead_to_the_scripts_of_the_same_release(collected: Path):
    link = staticfiles_storage.url("js/attempt.js").removeprefix("/static/")
    modules = re.findall(r'from "\./([^"]+)";', (collected / link).read_text(encoding="utf-8"))
    assert len(modules) == 4
    for module in modules:
        assert re.search(r"\.[0-9a-f]{12}\.js$", module)
        assert (collected / "js" / module).exists()


def test_an_attempt_fetches_its_scripts_all_at_once():
    page = (settings.BASE_DIR / "templates/assessments/attempt.html").read_text(encoding="utf-8")
    preloaded = re.findall(r"<link rel=\"modulepreload\" href=\"{% static 'js/([^']+)' %}\">", page)
    assert preloaded == re.findall(r'from "\./([^"]+)";', source("js/attempt.js"))


def test_imports_keep_their_order_and_their_medium():
    texts = {"css/a.css": "a { x: y }\n", "css/b.css": "b { x: y }\n"}
    site = '/* Order */\n@import url("a.css");\n@import url("b.css") print;\n'
    assert join(site, texts.__getitem__) == (
        "/* Order */\na { x: y }\n@media print {\nb { x: y }\n}\n"
    )


def test_an_import_of_nothing_stops_the_release():
    with pytest.raises(KeyError, match="gone"):
        join('@import url("gone.css");', dict[str, str]().__getitem__)


def test_a_report_in_one_file_keeps_the_order_of_the_site():
    assert [name for name in names() if name in STYLESHEETS] == list(STYLESHEETS)
