"""Serial numbers as people type them, and file names that every system takes."""

import re

from certificates.models import SERIAL_ALPHABET
from lms.core.text import clean

GROUPS, LETTERS = 4, 4
# What Windows, macOS or a header would stumble over.
FORBIDDEN = re.compile(r'[\\/:*?"<>|;%\s]+')
# File systems allow 255 bytes, and some browsers append " (1)".
MOST_BYTES = 180


def normalise_serial(text: str) -> str:
    """Return a serial as it is stored: `abcd efgh…` and a pasted address become `ABCD-EFGH-…`.

    Empty when it cannot be one.
    """
    last = clean(text).rstrip("/").rpartition("/")[2]
    letters = "".join(char for char in last.upper() if char.isalnum())
    if len(letters) != GROUPS * LETTERS or any(c not in SERIAL_ALPHABET for c in letters):
        return ""
    return "-".join(letters[i : i + LETTERS] for i in range(0, len(letters), LETTERS))


def file_name(*parts: str, extension: str = "pdf") -> str:
    """Return a name for a download: no separators, no line breaks, at most 180 bytes."""
    stem = FORBIDDEN.sub("-", clean(" ".join(parts))).strip("-.")
    stem = stem.encode()[:MOST_BYTES].decode(errors="ignore").rstrip("-.")
    return f"{stem or 'document'}.{extension}"
