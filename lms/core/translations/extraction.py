"""The strings of our own source, as makemessages finds them now."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib
from django.conf import settings

SOURCE_FOLDERS = ("lms", "courses", "assessments", "certificates", "templates")


def extract(domain: str = "django") -> polib.POFile:
    """Return a fresh catalogue template of our source; the tree itself is not touched.

    Raises CalledProcessError when makemessages fails (it needs the system's gettext).
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in SOURCE_FOLDERS:
            shutil.copytree(
                Path(settings.BASE_DIR) / name,
                copy / name,
                ignore=shutil.ignore_patterns("locale", "__pycache__", "starter", "migrations"),
            )
        (copy / "lms" / "locale").mkdir()
        command = [sys.executable, "-m", "django", "makemessages", "-l", "vi", "-d", domain]
        subprocess.run(  # noqa: S603
            [*command, "--no-location", "--settings", "lms.settings.test"],
            cwd=copy,
            check=True,
            capture_output=True,
        )
        found = copy / "lms" / "locale" / "vi" / "LC_MESSAGES" / f"{domain}.po"
        return polib.pofile(found.read_text(encoding="utf-8")) if found.exists() else polib.POFile()
