"""Words that were given up stay away: catalogues, templates and guides keep to the glossary."""

from pathlib import Path

import polib
import pytest
from django.conf import settings

from lms.translations.glossary import GivenUp, given_up_problems, read_given_up
from lms.translations.packages import CATALOGUES, Catalogue

ROOT = Path(settings.BASE_DIR)
WORDS = read_given_up()
PAGES = sorted(
    path for kind in ("html", "txt", "svg") for path in (ROOT / "templates").rglob(f"*.{kind}")
)
GUIDES = [*sorted((ROOT / "docs" / "vi").glob("*.md")), ROOT / "README.md"]


def breaches(text: str) -> list[str]:
    return [word.word for word in WORDS if word.stands_in(text)]


def test_the_glossary_names_what_was_given_up():
    assert {"mức", "mã cán bộ", "đăng ký học", "gỡ xuất bản"} <= {word.word for word in WORDS}
    assert all(word.instead and word.instead != word.word for word in WORDS)


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda each: f"{each.name}-{each.domain}")
def test_no_translation_uses_a_word_that_was_given_up(catalogue: Catalogue):
    assert not list(given_up_problems(polib.pofile(str(catalogue.path)), WORDS))


def test_no_template_uses_a_word_that_was_given_up():
    found = {str(path): breaches(path.read_text(encoding="utf-8")) for path in PAGES}
    assert len(found) > 100
    assert not {path: words for path, words in found.items() if words}


def test_no_guide_uses_a_word_that_was_given_up():
    found = {path.name: breaches(path.read_text(encoding="utf-8")) for path in GUIDES}
    assert not {name: words for name, words in found.items() if words}


@pytest.mark.parametrize("word", WORDS, ids=lambda each: each.word)
def test_a_word_that_was_given_up_is_found_but_in_what_is_allowed(word: GivenUp):
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="x", msgstr=f"Đây là {word.word.upper()}."))
    assert len(list(given_up_problems(catalogue, [word]))) == 1
    assert word.stands_in(word.word.replace(" ", "\n  "))
    assert not word.stands_in(f"x{word.word}")
    assert not any(word.stands_in(expression) for expression in word.allowed)
