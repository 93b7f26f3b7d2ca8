"""`make outdated`: the locked dependencies with a newer release, and for how long it is out.

Run on a machine that is connected: pip says what is newer, uv knows from the index when a release
was uploaded. Where uv is missing, or the index gives no dates, an age is "unknown". Only prints.
"""

import datetime as dt
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.txt", "requirements-dev.txt")
WISHES = ("requirements.in", "requirements-dev.in")
# Days within which a correction must be on every server.
ALLOWED = 7


@dataclass(frozen=True)
class Outdated:
    """`installed_on` and `newest_on` are the days of release, None where they are not known."""

    name: str
    installed: str
    newest: str
    installed_on: dt.date | None
    newest_on: dt.date | None
    is_direct: bool

    def days_out(self, today: dt.date) -> int | None:
        """Return for how many days the newest release could have been installed."""
        return None if self.newest_on is None else (today - self.newest_on).days


def normal(name: str) -> str:
    """Return the one form of a package's name (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def names_in(text: str) -> set[str]:
    """Return the packages that a requirements file names, locked or wished for."""
    return {normal(name) for name in re.findall(r"^([A-Za-z0-9][\w.-]*)", text, re.MULTILINE)}


def outdated_of(
    listed: Iterable[dict[str, str]],
    locked: set[str],
    direct: set[str],
    released: Callable[[str, str], dt.date | None],
) -> list[Outdated]:
    """Return what pip lists as outdated and the lock names, direct dependencies first."""
    found = []
    for entry in listed:
        name, installed, newest = entry["name"], entry["version"], entry["latest_version"]
        if normal(name) in locked:
            days = released(name, installed), released(name, newest)
            found.append(Outdated(name, installed, newest, *days, normal(name) in direct))
    return sorted(found, key=lambda each: (not each.is_direct, normal(each.name)))


def day_of_release(name: str, lock: str) -> dt.date | None:
    """Return when the first file of a package was uploaded, by the text of a uv.lock."""
    moments = []
    for package in tomllib.loads(lock).get("package", []):
        if normal(package["name"]) == normal(name):
            files = [*package.get("wheels", []), *filter(None, [package.get("sdist")])]
            moments += [file["upload-time"] for file in files if "upload-time" in file]
    moments = [dt.datetime.fromisoformat(str(moment)) for moment in moments]
    return min(moments).date() if moments else None


def lines_of(outdated: list[Outdated], count: int, today: dt.date) -> list[str]:
    """Return a line for each dependency that is behind, then how many of `count` are."""
    rows = [("dependency", "installed", "newest", "out for")]
    for each in outdated:
        days = each.days_out(today)
        rows.append(
            (
                each.name if each.is_direct else f"  {each.name}",
                f"{each.installed} ({each.installed_on or 'unknown'})",
                f"{each.newest} ({each.newest_on or 'unknown'})",
                "unknown" if days is None else f"{days} days",
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [
        "  ".join(
            [*(cell.ljust(width) for cell, width in zip(row[:3], widths, strict=True)), row[3]]
        )
        for row in rows
    ]
    return [*(lines if outdated else []), last_line(outdated, count, today)]


def last_line(outdated: list[Outdated], count: int, today: dt.date) -> str:
    if not outdated:
        return f"None of {count} dependencies is behind."
    ages = [(days, each) for each in outdated if (days := each.days_out(today)) is not None]
    text = f"{len(outdated)} of {count} dependencies are behind"
    if ages:
        days, oldest = max(ages, key=lambda pair: pair[0])
        late = sum(days > ALLOWED for days, _each in ages)
        text += f", {late} of them for more than {ALLOWED} days; the longest: "
        text += f"{oldest.name} {oldest.newest}, out for {days} days"
    unknown = len(outdated) - len(ages)
    return f"{text}; of {unknown} the age is unknown." if unknown else f"{text}."


def _listed_by_pip() -> list[dict[str, str]]:
    command = [sys.executable, "-m", "pip", "list", "--outdated", "--format=json"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return list(json.loads(done.stdout))


def _released_by_uv(name: str, version: str) -> dt.date | None:
    """Return when a version was released: uv notes it when it locks that version alone."""
    python = f"=={sys.version_info.major}.{sys.version_info.minor}.*"
    project = (
        f'[project]\nname = "asks-when"\nversion = "0"\nrequires-python = "{python}"\n'
        f'dependencies = ["{name}=={version}"]\n'
        f'[[tool.uv.dependency-metadata]]\nname = "{name}"\nversion = "{version}"\n'
    )
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "pyproject.toml").write_text(project, encoding="utf-8")
        try:
            command = ["uv", "lock", "--quiet", "--project", folder, "--python", sys.executable]
            subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        except (OSError, subprocess.CalledProcessError):
            return None
        return day_of_release(name, Path(folder, "uv.lock").read_text(encoding="utf-8"))


def main() -> None:
    locked, direct = (
        set().union(*(names_in((ROOT / file).read_text(encoding="utf-8")) for file in files))
        for files in (LOCKS, WISHES)
    )
    outdated = outdated_of(_listed_by_pip(), locked, direct, _released_by_uv)
    print("\n".join(lines_of(outdated, len(locked), dt.datetime.now(dt.UTC).date())))


if __name__ == "__main__":
    main()
