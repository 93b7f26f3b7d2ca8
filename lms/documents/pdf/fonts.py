"""The typeface of official documents: metrics of Times, all Vietnamese letters, whole TTF files.

Always named by file, never by "Times New Roman": what the system puts in its place may lack
Vietnamese letters, and the text comes out mixed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

# The family that documents ask for, whichever typeface stands behind it.
SERIF = "Official Serif"

# Looked through in this order, after the folders of the setting LMS_FONT_FOLDERS.
FOLDERS = (
    "/usr/share/fonts/truetype/croscore",
    "/usr/share/fonts/truetype/liberation2",
    "/usr/share/fonts/truetype/liberation",
    "/usr/share/fonts/liberation-serif",
    "/usr/share/fonts/truetype/noto",
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts/Supplemental",
)
# Those with the metrics of Times come first; the others set lines of another length.
TIMES_METRIC = ("Tinos", "LiberationSerif")
FALLBACKS = ("NotoSerif", "DejaVuSerif")
STYLES = {
    "Regular": (400, "normal"),
    "Bold": (700, "normal"),
    "Italic": (400, "italic"),
    "BoldItalic": (700, "italic"),
}
# Letters that incomplete typefaces lack: two with two marks, one with a horn, the sign of the đồng.
NEEDED = "ệữƠƯđẫ₫"


@dataclass(frozen=True)
class Face:
    path: Path
    weight: int
    style: str  # "normal" or "italic"


@dataclass(frozen=True)
class Typeface:
    """A typeface that has been found complete; the regular face comes first."""

    name: str
    faces: tuple[Face, ...]
    has_times_metrics: bool

    def css(self) -> str:
        """Return the @font-face rules, with addresses of the form `font:<file name>`."""
        return "\n".join(
            f'@font-face {{ font-family: "{SERIF}"; src: url("font:{face.path.name}");'
            f" font-weight: {face.weight}; font-style: {face.style}; }}"
            for face in self.faces
        )


@lru_cache(maxsize=1)
def find_typeface() -> Typeface | None:
    """Return the first complete typeface of the folders; None when there is none at all."""
    for name in (*TIMES_METRIC, *FALLBACKS):
        for folder in _folders():
            if faces := _complete_faces(folder, name):
                return Typeface(name, faces, has_times_metrics=name in TIMES_METRIC)
    return None


def _folders() -> Iterator[Path]:
    for folder in (*getattr(settings, "LMS_FONT_FOLDERS", ()), *FOLDERS):
        if (path := Path(folder)).is_dir():
            yield path


def _complete_faces(folder: Path, name: str) -> tuple[Face, ...]:
    """Return all four faces, or none: a missing bold would be set in another typeface."""
    faces = []
    for file_style, (weight, style) in STYLES.items():
        path = next(folder.rglob(f"{name}-{file_style}.ttf"), None)
        # Noto and DejaVu have no Italic.ttf in every packaging; an upright face is slanted then.
        if path is None and name in FALLBACKS and style == "italic":
            continue
        if path is None or not _has_letters(path):
            return ()
        faces.append(Face(path, weight, style))
    return tuple(faces)


def _has_letters(path: Path) -> bool:
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(path, lazy=True) as font:
            letters = font.getBestCmap() or {}
    except (TTLibError, OSError):
        return False
    return all(ord(letter) in letters for letter in NEEDED)
