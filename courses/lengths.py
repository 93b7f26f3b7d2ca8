"""How long a lesson plausibly takes, from what it holds."""

from collections.abc import Iterable
from math import ceil

from wagtail.blocks import StreamValue

from lms.core.text import words_of

# Syllables: written Vietnamese sets a space between them. Slower than silent reading of stories,
# because what is taught is read to be kept.
SYLLABLES_A_MINUTE = 180


def plausible_minutes(body: Iterable[StreamValue.StreamChild]) -> int:
    """Return the minutes that reading and watching take, at least one."""
    seconds = sum(_seconds_watched(block) for block in body if block.block_type == "video")
    words = len(words_of(" ".join(text for block in body for text in _texts(block))))
    return max(1, ceil(words / SYLLABLES_A_MINUTE + seconds / 60))


def _seconds_watched(block: StreamValue.StreamChild) -> float:
    video = block.value.get("video")
    return float(video.duration or 0) if video else 0.0


def _texts(block: StreamValue.StreamChild) -> list[str]:
    return [str(text) for text in block.block.get_searchable_content(block.value)]
