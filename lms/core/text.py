"""Vietnamese text: one normal form, search without diacritics, names sorted by given name."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_INVISIBLE = dict.fromkeys(
    (173, 8203, 8204, 8205, 8288, 65279, *range(8234, 8239), *range(8294, 8298))
)
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANKS = {letter: f"{rank:02d}" for rank, letter in enumerate(_ALPHABET)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SHAPES = {"\u0306", "\u0302", "\u031b"}  # breve, circumflex, horn: they make other letters


def clean(text: str) -> str:
    """Return text in NFC, without invisible and direction marks, spaces collapsed and stripped."""
    text = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    text = "".join(c for c in text if c.isspace() or unicodedata.category(c) != "Cc")
    return _SPACES.sub(" ", text).strip()


def fold(text: str) -> str:
    """Return text as it is searched: lower case, đ as d, no marks, spaces collapsed.

    >>> fold("Chuyển Đổi Số")
    'chuyen doi so'
    """
    text = clean(text).casefold().replace("đ", "d")
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def words_of(text: str) -> list[str]:
    """Return the folded words of a text, of letters and digits only.

    Signs have a meaning in the languages of the search engines, and each engine splits
    "CDS-01" in its own way.

    >>> words_of("CDS-01: Chuyển đổi số")
    ['cds', '01', 'chuyen', 'doi', 'so']
    """
    return "".join(c if c.isalnum() else " " for c in fold(text)).split()


def _syllable_key(syllable: str, others: str = "99") -> str:
    letters, tone = [], "0"
    for char in unicodedata.normalize("NFC", syllable.casefold()):
        parts = []
        for part in unicodedata.normalize("NFD", char):
            if part in _TONES:
                tone = _TONES[part]
            elif part in _SHAPES or not unicodedata.combining(part):
                parts.append(part)
        letter = unicodedata.normalize("NFC", "".join(parts))
        letters.append(_RANKS.get(letter, others + letter))
    return "".join(letters) + "!" + tone


def name_sort_key(full_name: str, max_length: int = 600) -> str:
    """Return the key by which people are sorted: given name, then middle, then family name.

    The Vietnamese alphabet decides (a ă â b c d đ …), then the tone (ngang, huyền, hỏi, ngã,
    sắc, nặng), as in printed lists of names. The key is plain ASCII for Vietnamese names, so
    that every database sorts it alike.
    """
    *others, given = clean(full_name).split(" ")
    ordered = [given, *others[1:], *others[:1]]
    return " ".join(_syllable_key(s) for s in ordered)[:max_length]


def text_sort_key(text: str) -> str:
    """Return the key by which titles are sorted: signs and digits, then the Vietnamese alphabet.

    >>> sorted(["Đạt", "Zalo", "Dân", "3 bước"], key=text_sort_key)
    ['3 bước', 'Dân', 'Đạt', 'Zalo']
    """
    return " ".join(_syllable_key(s, others="!") for s in clean(text).split(" "))
