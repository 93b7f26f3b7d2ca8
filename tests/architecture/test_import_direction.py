"""The import ladder of the rooms holds, and no files import each other in a circle."""

import subprocess
import sys
from pathlib import Path

import grimp
import pytest

from tests.architecture.ladder import rooms_by_line

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("lms", "courses", "assessments", "certificates")


@pytest.fixture
def graph() -> grimp.ImportGraph:
    """What imports what, inside functions too; imports for types alone do not count."""
    return grimp.build_graph(
        *ROOMS, exclude_type_checking_imports=True, cache_dir=None, include_external_packages=False
    )


def circles(graph: grimp.ImportGraph) -> list[set[str]]:
    """Return the groups of files that reach each other (Tarjan's strongly connected ones)."""
    found: list[set[str]] = []
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    path: list[str] = []

    def visit(module: str) -> None:
        index[module] = low[module] = len(index)
        path.append(module)
        for imported in graph.find_modules_directly_imported_by(module):
            if imported not in index:
                visit(imported)
                low[module] = min(low[module], low[imported])
            elif imported in path:
                low[module] = min(low[module], index[imported])
        if low[module] == index[module]:
            group = set(path[path.index(module) :])
            del path[path.index(module) :]
            if len(group) > 1:
                found.append(group)

    for module in sorted(graph.modules):
        if module not in index:
            visit(module)
    return found


def test_each_room_imports_only_from_the_rooms_below_it():
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


def test_every_room_stands_on_the_ladder():
    rooms = {f"lms.{path.parent.name}" for path in (ROOT / "lms").glob("*/__init__.py")}
    rooms -= {"lms.settings"}
    on_the_ladder = {room for line in rooms_by_line() for room in line}
    assert rooms | {"courses", "assessments", "certificates"} <= on_the_ladder


def test_no_files_import_each_other_in_a_circle(graph):
    assert len(graph.modules) > 300
    assert circles(graph) == []


def test_a_circle_would_be_found(graph):
    graph.add_import(importer="lms.core.text", imported="lms.agencies.access")
    graph.add_import(importer="lms.agencies.access", imported="lms.core.text")
    assert {"lms.core.text", "lms.agencies.access"} <= circles(graph)[0]
