"""Static files of the demonstration: collected as in production, but only when they changed."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

STAMP = ".collected-from"


def collect_when_changed() -> bool:
    """Collect the static files unless they are those of the last time; return whether it did."""
    root = Path(settings.STATIC_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    stamp = root / STAMP
    sources = _fingerprint()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == sources:
        return False
    # Taken away first: half a collection is none.
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(sources, encoding="utf-8")
    return True


def _fingerprint() -> str:
    """Return what changes when a source is added, removed or written anew."""
    print_of = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            about = Path(storage.path(path)).stat()
            print_of.update(f"{path} {about.st_size} {about.st_mtime_ns}\n".encode())
    return print_of.hexdigest()
