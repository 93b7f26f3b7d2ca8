"""Vietnamese text: one normal form, search without diacritics, names sorted by given name."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_INVISIBLE = dict.fromkeys(
    (173, 847, 6158, *range(8203, 8208), 8288, 65279, *range(8234, 8239), *range(8294, 8298))
)
# Icelandic eth and African D, which old keyboards and fonts write for the Vietnamese letter.
_D_WITH_STROKE = str.maketrans("\u00d0\u00f0\u0189\u0256", "ĐđĐđ")
# What telephones and word processors write for the marks on a keyboard.
_MARKS = {
    **dict.fromkeys(
        "\u2018\u2019\u201a\u201b\u2032\u2035\u02bc\u00b4\u0060\u2039\u203a\uff07", "'"
    ),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u2036\u00ab\u00bb\u301d\u301e\uff02", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
    "\u2026": "...",
}
_PLAIN_MARKS = str.maketrans(_MARKS)
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANKS = {letter: f"{rank:02d}" for rank, letter in enumerate(_ALPHABET)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_LETTER = r"[^\W\d_]"
# An open syllable in oa, oe or uy with its mark on the first vowel: hòa, khỏe, thủy. In quý the u
# belongs to the consonant, and the mark has one place.
_MARK_ON_FIRST = re.compile(
    rf"(?<!{_LETTER})([bcdđghklmnprstvx]*|gi)(?:([òỏõóọ])([ae])|([ùủũúụ])(y))(?!{_LETTER})"
)
_SHAPES = {"\u0306", "\u0302", "\u031b"}  # breve, circumflex, horn: they make other letters


def clean(text: str) -> str:
    """Return text in NFC, without invisible and direction marks, spaces collapsed and stripped."""
    text = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    text = "".join(c for c in text if c.isspace() or unicodedata.category(c) != "Cc")
    return _SPACES.sub(" ", text).strip()


def plain_marks(text: str) -> str:
    """Return text with the quotation marks, dashes and dots of a keyboard.

    >>> plain_marks("“Đề án 06” – 2026…")
    '"Đề án 06" - 2026...'
    """
    return text.translate(_PLAIN_MARKS)


def same_text(text: str) -> str:
    """Return the form in which two texts are the same words, however they were typed.

    Letter case, spaces, typographic marks and the place of the tone mark do not count (hoà is
    hòa, khoẻ is khỏe, thuỷ is thủy); the tone and every other mark do.

    >>> same_text("Hoà  giải") == same_text("HÒA GIẢI") != same_text("hoả giải")
    True
    """
    text = plain_marks(clean(text).translate(_D_WITH_STROKE)).casefold()
    return _MARK_ON_FIRST.sub(_move_mark, unicodedata.normalize("NFC", text))


def _move_mark(syllable: re.Match[str]) -> str:
    onset, o, after_o, u, after_u = syllable.groups()
    marked = unicodedata.normalize("NFD", o or u)
    second = unicodedata.normalize("NFC", (after_o or after_u) + marked[1:])
    return f"{onset}{marked[0]}{second}"


def fold(text: str) -> str:
    """Return text as it is searched: lower case, đ as d, plain marks, no diacritics.

    >>> fold("Chuyển Đổi Số")
    'chuyen doi so'
    """
    text = plain_marks(clean(text).translate(_D_WITH_STROKE)).casefold().replace("đ", "d")
    decomposed = unicodedata.normalize("NFD", text)
    return clean("".join(c for c in decomposed if not unicodedata.combining(c)))


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
    for char in unicodedata.normalize("NFC", syllable.translate(_D_WITH_STROKE).casefold()):
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
