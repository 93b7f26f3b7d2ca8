"""Frameworks as files: read and checked here, without the database.

Every complaint names the file and the place in it, as in `ct.yaml: competencies[2].name.vi`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lms.core.plain_yaml import PlainYamlError, load_plain_yaml

FOLDER = Path(__file__).parent / "frameworks"
REQUIRED_LEVELS = "required_levels.yaml"


class InvalidFile(Exception):
    """A data file that cannot be loaded; the text says where and why."""


@dataclass(frozen=True)
class Names:
    vi: str
    en: str


@dataclass(frozen=True)
class LevelData:
    number: int
    name: Names
    description: Names


@dataclass(frozen=True)
class CompetencyData:
    code: str
    parent: str  # the code of the domain, or empty
    name: Names
    description: Names


@dataclass(frozen=True)
class FrameworkData:
    code: str
    version: str
    name: Names
    source: Names
    licence: Names
    levels: list[LevelData]
    competencies: list[CompetencyData]  # parents before children, in the order of the lists


@dataclass(frozen=True)
class RequiredData:
    position: str
    levels: dict[str, int]  # level number by competency code


def framework_paths(folder: Path = FOLDER) -> list[Path]:
    return sorted(path for path in folder.glob("*.yaml") if path.name != REQUIRED_LEVELS)


def read_framework(path: Path) -> FrameworkData:
    """Return the framework of a file; raises InvalidFile."""
    top = _Node(path, "", _yaml(path))
    levels = [
        LevelData(level.integer("number"), level.names("name"), level.names("description"))
        for level in top.children("levels")
    ]
    competencies = list(_competencies(top, "competencies", parent=""))
    if not levels or not competencies:
        raise InvalidFile(f"{path.name}: levels and competencies must not be empty")
    top.check_keys({"code", "version", "name", "source", "licence", "levels", "competencies"})
    for level in top.children("levels"):
        level.check_keys({"number", "name", "description"})
    _check_unique(path, "levels", [level.number for level in levels])
    _check_unique(path, "competencies", [each.code for each in competencies])
    return FrameworkData(
        code=top.text("code"),
        version=top.text("version"),
        name=top.names("name"),
        source=top.names("source"),
        licence=top.names("licence"),
        levels=levels,
        competencies=competencies,
    )


def read_required_levels(path: Path) -> list[RequiredData]:
    """Return what a file of required levels says; raises InvalidFile."""
    rows = _yaml(path)
    if not isinstance(rows, list):
        raise InvalidFile(f"{path.name}: a list of positions is expected")
    found = []
    for index, row in enumerate(rows):
        node = _Node(path, f"[{index}]", row)
        levels = node.get("levels")
        if not isinstance(levels, dict) or not levels:
            raise node.error("levels", "must give a level for each competency")
        for code, number in levels.items():
            if not _is_whole(number):
                raise node.error(f"levels.{code}", "must be a whole number from 1")
        node.check_keys({"position", "levels"})
        found.append(
            RequiredData(node.text("position"), {code: int(n) for code, n in levels.items()})
        )
    _check_unique(path, "positions", [each.position for each in found])
    return found


def _competencies(node: "_Node", key: str, parent: str) -> Iterator[CompetencyData]:
    for child in node.children(key):
        code = child.text("code")
        child.check_keys({"code", "name", "description", "children"})
        yield CompetencyData(code, parent, child.names("name"), child.names("description"))
        if "children" in child.value:
            yield from _competencies(child, "children", parent=code)


def _yaml(path: Path) -> Any:
    try:
        return load_plain_yaml(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InvalidFile(f"{path.name}: cannot be read ({error.strerror})") from error
    except (PlainYamlError, UnicodeDecodeError) as error:
        raise InvalidFile(f"{path.name}: is not valid YAML ({error})") from error


def _is_whole(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[1-9][0-9]*", value) is not None


def _check_unique(path: Path, key: str, values: list[Any]) -> None:
    for value in values:
        if values.count(value) > 1:
            raise InvalidFile(f"{path.name}: {key}: {value} is given twice")


@dataclass(frozen=True)
class _Node:
    """A mapping of a file, and where it stands in it."""

    path: Path
    place: str
    value: Any

    def get(self, key: str) -> Any:
        if not isinstance(self.value, dict):
            raise InvalidFile(f"{self.path.name}: {self.place or 'the file'} must be a mapping")
        if key not in self.value:
            raise self.error(key, "is missing")
        return self.value[key]

    def text(self, key: str) -> str:
        value = self.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.error(key, "must be a text (put quotes round true and false)")
        return value.strip()

    def integer(self, key: str) -> int:
        value = self.get(key)
        if not _is_whole(value):
            raise self.error(key, "must be a whole number from 1")
        return int(value)

    def check_keys(self, known: set[str]) -> None:
        """Refuse a misspelt key: what it says would be lost without a word."""
        if isinstance(self.value, dict) and (unknown := sorted(set(self.value) - known)):
            raise self.error(unknown[0], "is no key that is known here")

    def names(self, key: str) -> Names:
        inner = _Node(self.path, self._below(key), self.get(key))
        names = Names(inner.text("vi"), inner.text("en"))
        inner.check_keys({"vi", "en"})
        return names

    def children(self, key: str) -> list["_Node"]:
        value = self.get(key)
        if not isinstance(value, list):
            raise self.error(key, "must be a list")
        return [_Node(self.path, f"{self._below(key)}[{i}]", item) for i, item in enumerate(value)]

    def error(self, key: str, complaint: str) -> InvalidFile:
        return InvalidFile(f"{self.path.name}: {self._below(key)} {complaint}")

    def _below(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key
