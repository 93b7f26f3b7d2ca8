"""Finds English on a page that should be Vietnamese: by the catalogues and by spelling.

A text is English when the catalogues translate it, or when one of its words cannot be Vietnamese:
an unaccented Vietnamese syllable has one of few beginnings and one of few endings.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import frontmatter
import polib
import yaml
from django.conf import settings
from playwright.sync_api import Frame, Page

from lms.demo.accounts import ACCOUNTS
from lms.home.rights import ADMINISTRATORS, APPROVERS, TRAINERS
from lms.home.services import APPROVAL_TASK, APPROVAL_WORKFLOW

SYLLABLE = re.compile(
    r"(?:ngh?|nh|gh?|gi|kh|ph|th|tr|ch|qu|[bcdhklmnpqrstvx])?"
    r"(?:a(?:i|o|u|y|m|n|ng|nh)?|e(?:o|m|n|ng)?|i(?:a|u|m|n|nh)?"
    r"|o(?:a|ai|ay|am|an|ang|anh|e|en|eo|i|m|n|ng)?|oong|u(?:a|i|m|n|ng|y|ya|ynh|yu)?)"
    r"|(?:qu|[hklmst])?y"
)
WORD = re.compile(r"[^\W\d_]+")
# What is no sentence: addresses of all kinds, code, file names, serials, one's own identifiers.
TECHNICAL = re.compile(
    r"\S+@\S+|https?://\S*|\S*/\S*/\S*|\b[\w-]+\.\w+(?:\.\w+)*\b|\b[a-z0-9]+(?:-[a-z0-9]+)+\b"
    r"|(?<!\S)\.\w{2,5}\b|(?<=\S )\S+…|%\S+|\S*[\d_]\S*|\b[A-ZĐ]{2,6}\b"
)
# Names that have no Vietnamese form or stand beside it: products, formats, keys.
NAMES = {
    "wagtail",
    "web",
    "video",
    "localhost",
    "thg",
    "byte",
    "freeotp",
    "aegis",
    "google",
    "authenticator",
    "esc",
    "chrome",
    "linux",
    "ctrl",
    "alt",
    "shift",
    "tab",
    "token",
}
SIGN_INS = {"vanhanh", *(account.code for account in ACCOUNTS)}
# The languages, each in its own words.
AS_WRITTEN = {"English"}
# What people named like something of the interface.
CONTENT = {
    "Tiếng Việt",
    "Trang chủ",
    "Bài kiểm tra cuối khóa",
    "Tự đánh giá",
    TRAINERS,
    APPROVERS,
    ADMINISTRATORS,
    APPROVAL_WORKFLOW,
    APPROVAL_TASK,
}

COLLECT = """() => {
  const found = new Set();
  // Text that is written by people, and two texts that are never shown.
  const unseen = `script, style, noscript, svg, iframe, textarea, code, [contenteditable],
    [data-side-panel-toggle-counter], .xdsoft_save_selected, [data-content-checker-selector]`;
  const attributes = ['title', 'aria-label', 'placeholder', 'alt', 'label', 'aria-description'];
  const add = (text) => {
    const plain = (text || '').replace(/\\s+/g, ' ').trim();
    if (plain) found.add(plain);
  };
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return add(node.textContent);
    if (node.nodeType === Node.ELEMENT_NODE) {
      for (const name of attributes) add(node.getAttribute(name));
      if (node.matches('input[type=submit], input[type=button]')) add(node.value);
      // Words that scripts put on the page later: "Saving…", messages, labels of buttons.
      for (const { name, value } of node.attributes)
        if (/^data-(?!url)/.test(name) && /^[A-Z][a-z]+[ …!.?a-z]*$/.test(value)) add(value);
      if (node.matches(unseen)) return;
      if (node.tagName === 'TEMPLATE') return walk(node.content);
    }
    node.childNodes.forEach(walk);
  };
  walk(document.documentElement);
  return [...found];
}"""


def english_on(page: Page | Frame) -> list[str]:
    """Return the English texts of a page."""
    texts = (unicodedata.normalize("NFC", text) for text in page.evaluate(COLLECT))
    return [text for text in texts if text not in AS_WRITTEN and is_english(text)]


def vietnamese_on(page: Page | Frame) -> list[str]:
    """Return the texts of an English page that the catalogues write, and people do not."""
    return [text for text in page.evaluate(COLLECT) if text in _translations() - CONTENT]


def is_english(text: str) -> bool:
    if text in names_in_english():
        return False
    return text.casefold() in translated_strings() or bool(foreign_words(text))


def foreign_words(text: str) -> list[str]:
    """Return the words of a text that can be neither Vietnamese nor a name."""
    words = WORD.findall(TECHNICAL.sub(" ", text))
    return [
        word
        for word in words
        if len(word) > 1 and word.isascii() and not _may_stand(word.casefold())
    ]


def _may_stand(word: str) -> bool:
    return bool(SYLLABLE.fullmatch(word)) or word in NAMES or word in SIGN_INS


@cache
def names_in_english() -> frozenset[str]:
    """Return the English names that positions, ranks and topics have beside the Vietnamese ones."""
    base = Path(settings.BASE_DIR)
    rows = [
        row
        for path in (base / "lms" / "agencies" / "data").glob("*.yaml")
        for row in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]
    for path in (base / "courses" / "starter").glob("*/course.md"):
        topics: Any = frontmatter.load(str(path))["topics"]
        rows += topics
    return frozenset(row["name_en"] for row in rows)


@cache
def translated_strings() -> frozenset[str]:
    """Return every English string that some catalogue turns into another one, casefolded."""
    return frozenset(english.casefold() for english, _vietnamese in _catalogues())


@cache
def _translations() -> frozenset[str]:
    return frozenset(vietnamese for _english, vietnamese in _catalogues())


@cache
def _catalogues() -> tuple[tuple[str, str], ...]:
    """Return each English text and its Vietnamese translation, where they differ."""
    return tuple(
        (entry.msgid, entry.msgstr)
        for folder in settings.LOCALE_PATHS
        for path in Path(folder).glob("vi/LC_MESSAGES/*.po")
        for entry in polib.pofile(str(path))
        if entry.translated() and entry.msgstr.casefold() != entry.msgid.casefold()
    )
