"""The strings of a source tree, as makemessages finds them now."""

import importlib.util
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import polib
from django.conf import settings

OWN_FOLDERS = ("lms", "courses", "assessments", "certificates", "templates")
LEFT_OUT = ("locale", "__pycache__", "starter", "migrations", "test", "tests", "node_modules")


def own_strings(domain: str = "django") -> polib.POFile:
    """Return a fresh catalogue template of our own source."""
    return extract([Path(settings.BASE_DIR) / name for name in OWN_FOLDERS], domain)


def package_folder(package: str) -> Path:
    """Return the folder an installed package lies in; raises LookupError if it is not installed."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise LookupError(f"{package} is not installed")
    return Path(next(iter(spec.submodule_search_locations)))


def extract(
    folders: Iterable[Path], domain: str = "django", without: tuple[str, ...] = ()
) -> polib.POFile:
    """Return a catalogue template of some folders; the folders themselves are not touched.

    `without` names folders to leave out besides tests and the like, by their path in a folder.
    Raises CalledProcessError when makemessages fails (it needs the system's gettext).
    """
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary)
        for folder in folders:
            shutil.copytree(folder, copy / folder.name, ignore=_leaving_out(folder, without))
        (copy / "locale").mkdir()
        command = [sys.executable, "-m", "django", "makemessages", "-l", "vi", "-d", domain]
        subprocess.run(  # noqa: S603
            [*command, "--no-location", "--settings", "django.conf.global_settings"],
            cwd=copy,
            check=True,
            capture_output=True,
        )
        found = copy / "locale" / "vi" / "LC_MESSAGES" / f"{domain}.po"
        return polib.pofile(found.read_text(encoding="utf-8")) if found.exists() else polib.POFile()


def _leaving_out(root: Path, without: tuple[str, ...]) -> Callable[[str, list[str]], Iterable[str]]:
    everywhere = shutil.ignore_patterns(*LEFT_OUT)

    def ignored(folder: str, names: list[str]) -> set[str]:
        place = Path(folder).relative_to(root)
        here = {name for name in names if (place / name).as_posix() in without}
        return here | set(everywhere(folder, names))

    return ignored
