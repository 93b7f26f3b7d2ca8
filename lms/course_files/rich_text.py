"""Rich text on its way between files and the CMS: cleaned, with links that hold on other sites.

A link to a page is written as `page:module/lesson` (below the course) or `page:/courses/other/`,
one to a document of the library as `document:files/name.pdf`.
"""

from collections.abc import Callable

from bs4 import BeautifulSoup
from markdownify import markdownify

from lms.core.html import PORTABLE, canonical, cleaned, decoded

PAGE, DOCUMENT = "page:", "document:"
Resolve = Callable[[str], int | None]
"""Takes what a link names, returns the id of the row, or None: the link leads nowhere yet."""


def stored(html: str, page: Resolve, document: Resolve) -> str:
    """Return cleaned HTML as the CMS stores it: links to pages and documents by their numbers."""
    soup = BeautifulSoup(html, "html.parser")
    for link in soup.find_all("a"):
        href = str(link.attrs.get("href", ""))
        kind, _colon, name = href.partition(":")
        if not PORTABLE.match(href):
            continue
        found = (page if kind == "page" else document)(name)
        if found is None:
            link.unwrap()
        else:
            link.attrs = {"linktype": kind, "id": str(found)}
    return decoded(soup)


def written(html: str, page: Callable[[int], str], document: Callable[[int], str]) -> str:
    """Return stored HTML for a file: `page` and `document` give the link, "" for a dead one."""
    soup = BeautifulSoup(html, "html.parser")
    for link in soup.find_all("a"):
        kind, number = str(link.attrs.get("linktype", "")), str(link.attrs.get("id", ""))
        if kind in {"page", "document"} and number.isdecimal():
            href = (page if kind == "page" else document)(int(number))
            link.attrs = {"href": href} if href else {}
    return canonical(cleaned(decoded(soup)))


def to_markdown(html: str) -> str:
    """Return Markdown that says the same, as far as Markdown can: the caller compares."""
    return str(
        markdownify(
            html, heading_style="ATX", bullets="-", autolinks=False, escape_misc=True, wrap=False
        )
    ).strip()
