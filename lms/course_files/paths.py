"""Names of files in texts, which may lead nowhere but into the folder of the course."""

import unicodedata
from pathlib import Path


def inside(root: Path, folder: Path, name: str) -> Path | None:
    """Return the file `name` of a folder, however its name is composed; None if it is outside."""
    if "\x00" in name:
        return None
    for form in ("NFC", "NFD"):
        source = folder / unicodedata.normalize(form, name)
        try:
            is_file = source.is_file() and source.resolve().is_relative_to(root.resolve())
        except OSError:  # a name that is too long
            return None
        if is_file:
            return root / source.resolve().relative_to(root.resolve())
    return None
