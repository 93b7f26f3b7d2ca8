"""What an agency is called beside the name of one above it."""

import re

# “Phòng X, Sở Y”, “Phòng X – Sở Y”, “Phòng X thuộc Sở Y”, “Phòng X (Sở Y)”.
JOINTS = r"(?:\s*,\s*|\s+[-–—]\s+|\s+thuộc\s+|\s*\()"


def name_below(name: str, above: str) -> str:
    """Return a name without that of the agency above it, where the page has said that already.

    A name that says nothing else stays whole. Pure.
    """
    if not above:
        return name
    shorter = re.sub(rf"{JOINTS}{re.escape(above)}\)?\s*\Z", "", name, flags=re.IGNORECASE)
    return shorter or name
