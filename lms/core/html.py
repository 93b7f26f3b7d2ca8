"""HTML that people bring: cleaned to what rich text may hold, and compared by what it shows."""

import re
import unicodedata

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.formatter import HTMLFormatter
from django.utils.html import escape
from django.utils.translation import gettext as _
from wagtail.whitelist import Whitelister, allow_without_attributes, attribute_rule, check_url

# A link of another kind names its target as `word:place`, and means nothing to a browser.
PORTABLE = re.compile(r"(page|document):[^\s\x00-\x1f]+\Z")
_SAME = {"b": "strong", "i": "em"}
_BLOCKS = {
    *("p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "hr", "pre"),
    *("table", "thead", "tbody", "tr", "th", "td", "[document]"),
}
_INLINE = ("a", "strong", "em", "sup", "sub", "code", "br")
_DROPPED = ("script", "style", "iframe", "object", "template", "svg", "math")


_FORMAT = HTMLFormatter(entity_substitution=lambda text: str(escape(text)))


class UnreadableText(ValueError):
    """The text is nested too deeply to be read."""


class _Cleaner(Whitelister):
    element_rules = {
        **dict.fromkeys((*_BLOCKS, *_INLINE, "b", "i"), allow_without_attributes),
        "a": attribute_rule({"href": lambda url: url if PORTABLE.match(url) else check_url(url)}),
    }

    def clean_tag_node(self, doc: BeautifulSoup, tag: Tag) -> None:
        if tag.name in _DROPPED:
            tag.decompose()
            return
        super().clean_tag_node(doc, tag)
        # Links of the library's own kind name rows by number: a file has no say in them.
        if tag.name == "a" and not tag.attrs:
            tag.unwrap()


def cleaned(html: str) -> str:
    """Return HTML of a file with what rich text may hold, and nothing that runs or loads."""
    try:
        return _Cleaner().clean(unicodedata.normalize("NFC", html)).strip()
    except RecursionError as error:
        raise UnreadableText(_("the text is nested too deeply")) from error


def decoded(soup: BeautifulSoup) -> str:
    return soup.decode(formatter=_FORMAT)


def canonical(html: str) -> str:
    """Return one form of all HTML that shows the same.

    Space between blocks, the editor's keys and the two names of bold and italic do not count.
    """
    soup = BeautifulSoup(unicodedata.normalize("NFC", html), "html.parser")
    for tag in soup.find_all(True):
        tag.attrs.pop("data-block-key", None)
        tag.attrs = dict(sorted(tag.attrs.items()))
        tag.name = _SAME.get(tag.name, tag.name)
    for text in soup.find_all(string=True):
        parent = text.parent
        if parent is None or not isinstance(text, NavigableString):
            continue
        if parent.name not in {"pre", "code"}:
            shown = re.sub(r"[ \t\r\n]+", " ", text)
            shown = _beside_blocks(text, shown)
            if shown:
                text.replace_with(NavigableString(shown))
            else:
                text.extract()
    return decoded(soup)


def _beside_blocks(text: NavigableString, shown: str) -> str:
    """Take away the space that nobody sees: at the ends of a block and beside another."""

    def is_edge(beside: object, parent: Tag | None) -> bool:
        if beside is None:
            return parent is not None and parent.name in _BLOCKS
        return isinstance(beside, Tag) and (beside.name in _BLOCKS or beside.name == "br")

    if is_edge(text.previous_sibling, text.parent):
        shown = shown.lstrip(" ")
    if is_edge(text.next_sibling, text.parent):
        shown = shown.rstrip(" ")
    return shown
