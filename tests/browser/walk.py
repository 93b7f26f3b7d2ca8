"""A walk through pages that notes every English text it meets, and says all of them at the end."""

import re
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from tests.browser.english import english_on

LINKS = """() => {
  const found = new Set();
  const walk = (node) => {
    if (node.nodeType === Node.ELEMENT_NODE && node.tagName === 'A' && node.href)
      found.add(node.getAttribute('href'));
    if (node.tagName === 'TEMPLATE') return walk(node.content);
    node.childNodes.forEach(walk);
  };
  walk(document);
  return [...found];
}"""


class Walk:
    """`allowed` are whole texts that may stand as they are, whatever the page."""

    def __init__(self, page: Page, judge: Callable[[Page], list[str]] = english_on) -> None:
        self.page = page
        self.judge = judge
        self.found: dict[str, str] = {}
        self.seen: list[str] = []

    def look(self, what: str = "") -> None:
        """Note the English on the page as it is now."""
        self.page.wait_for_timeout(200)
        where = f"{urlsplit(self.page.url).path} {what}".strip()
        self.seen.append(where)
        for text in self.judge(self.page):
            self.found.setdefault(text, where)

    def visit(self, path: str, status: int = 200) -> None:
        response = self.page.goto(path, wait_until="domcontentloaded")
        assert response is not None
        assert response.status == status, f"{path}: {response.status}"
        self.look()

    def links(self) -> list[str]:
        """Return the paths of the links to pages of the CMS, those in menus included."""
        here = urlsplit(self.page.url)
        links = (urlsplit(urljoin(self.page.url, link)) for link in self.page.evaluate(LINKS))
        return sorted(
            {
                link.path
                for link in links
                if link.netloc == here.netloc
                and not (
                    "export=" in link.query
                    or link.path.endswith(("/pdf/", "/logout/"))
                    or "/bulk/" in link.path
                )
            }
        )

    def assert_all_vietnamese(self) -> None:
        lines = [f"{where}: {text}" for text, where in self.found.items()]
        assert not lines, "English in the Vietnamese interface:\n" + "\n".join(lines)


def every_page_below(walk: Walk, start: str) -> None:
    """Visit one page of every kind that links lead to, beginning with `start`."""
    waiting, known = [start], {_kind(start, start)}
    while waiting:
        path = waiting.pop(0)
        walk.visit(path)
        for link in walk.links():
            kind = _kind(link, path) if link.startswith(start) else ""
            if kind and kind not in known:
                known.add(kind)
                waiting.append(link)


def course_in_the_explorer(walk: Walk) -> str:
    """Return the identifier of the first course below the catalogue."""
    walk.visit("/cms/pages/")
    walk.visit("/cms/pages/usage/courses/coursepage/")
    (edit, *_others) = [
        link for link in walk.links() if re.fullmatch(r"/cms/pages/\d+/edit/", link)
    ]
    return edit.split("/")[3]


def _kind(path: str, referrer: str) -> str:
    """Return what pages have in common that are made by one view for one kind of thing."""
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    kinds = "".join(str(value) for value in found.kwargs.values() if not str(value).isdigit())
    kinds += "".join(str(value) for value in found.args if not str(value).isdigit())
    # The editor differs by type of page, and the list of a type leads to its pages.
    if found.view_name == "wagtailadmin_pages:edit" and "/usage/" in referrer:
        kinds = referrer
    return f"{found.view_name} {kinds}"
