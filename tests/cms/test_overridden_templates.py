"""Templates of ours that stand before one of a package: what they replace is what we looked at."""

import hashlib
import json
from pathlib import Path

from django.conf import settings
from django.template.utils import get_app_template_dirs

OURS = Path(settings.BASE_DIR) / "templates"
SUMS = Path(__file__).with_name("overridden_templates.json")


def overridden() -> dict[str, str]:
    """Return the templates that a package has, too, each with the check sum of the package's."""
    names = sorted(p.relative_to(OURS).as_posix() for p in OURS.rglob("*") if p.is_file())
    theirs = {name: theirs_of(name) for name in names}
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in theirs.items() if path
    }


def theirs_of(name: str) -> Path | None:
    places = (Path(folder) / name for folder in get_app_template_dirs("templates"))
    return next((place for place in places if place.is_file()), None)


def test_a_template_we_replace_is_as_it_was() -> None:
    """See docs/en/library-changes.md for what to do where it is not."""
    known = json.loads(SUMS.read_text(encoding="utf-8"))
    assert len(known) > 40
    assert overridden() == known
