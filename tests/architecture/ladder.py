"""The ladder of the rooms as the import contract states it."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def rooms_by_line() -> list[list[str]]:
    """Return the rooms from the top down; those of one line know nothing of each other."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    first, *_others = settings["tool"]["importlinter"]["contracts"]
    lines = [line.split("|") for line in first["layers"]]
    # A room in brackets may be missing yet.
    return [[room.strip().strip("()") for room in line] for line in lines]
