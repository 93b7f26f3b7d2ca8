"""What a test must not do: accept one of several answers, sleep, or be left out unnoticed."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
# Benchmarks are no tests; a browser is waited for.
MODULES = {
    path: ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted(TESTS.rglob("*.py"))
    if path.relative_to(TESTS).parts[0] != "benchmarks"
}
Rule = Callable[[Path, ast.Module], Iterator[ast.AST]]


def names_in(node: ast.AST) -> set[str]:
    """Return the names and attributes that stand in a piece of code."""
    nodes = list(ast.walk(node))
    attributes = {each.attr for each in nodes if isinstance(each, ast.Attribute)}
    return attributes | {each.id for each in nodes if isinstance(each, ast.Name)}


def several_statuses(path: Path, tree: ast.Module) -> Iterator[ast.AST]:
    """Assertions about a status that hold for more than one."""
    asserts = (node.test for node in ast.walk(tree) if isinstance(node, ast.Assert))
    for compared in (n for test in asserts for n in ast.walk(test) if isinstance(n, ast.Compare)):
        sides = [compared.left, *compared.comparators]
        if not any({"status_code", "outcome"} & names_in(side) for side in sides):
            continue
        sets = [side for side in sides if isinstance(side, ast.Set) and len(side.elts) > 1]
        if sets or not all(isinstance(operator, ast.Eq) for operator in compared.ops):
            yield compared


def sleeping(path: Path, tree: ast.Module) -> Iterator[ast.AST]:
    """Calls that wait for time to pass instead of for what should happen."""
    if path.relative_to(TESTS).parts[0] != "browser":
        calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
        yield from (call for call in calls if "sleep" in names_in(call.func))


def left_out(path: Path, tree: ast.Module) -> Iterator[ast.AST]:
    """Tests left out for another reason than the database they run on."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if name in {"skip", "skipif", "importorskip", "xfail"} and "pytest" in names_in(call.func):
            reasons = set().union(*(names_in(argument) for argument in call.args))
            if "vendor" not in reasons:
                yield call


def outside(path: Path, tree: ast.Module) -> Iterator[ast.AST]:
    """Paths that lead out of the repository: nobody else has what lies there."""
    top = len(path.relative_to(TESTS.parent).parts) - 1
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute)):
            continue
        above = node.value.attr == "parents" and "__file__" in names_in(node.value)
        level = node.slice.value if isinstance(node.slice, ast.Constant) else 0
        if above and isinstance(level, int) and level > top:
            yield node


def unmarked(path: Path, tree: ast.Module) -> Iterator[ast.AST]:
    """Tests that drive a browser among those that do not, whose database is shut after it."""
    drives = [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module]
    if path.name.startswith("test_") and any("playwright" in str(n.module) for n in drives):
        marks = {
            name
            for node in tree.body
            if isinstance(node, ast.Assign) and "pytestmark" in names_in(node.targets[0])
            for name in names_in(node.value)
        }
        if "browser" not in marks:
            yield tree


RULES: list[Rule] = [several_statuses, sleeping, left_out, outside, unmarked]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_no_test_does_it(rule: Rule) -> None:
    found = [
        f"{path.relative_to(TESTS)}:{getattr(node, 'lineno', 0)}"
        for path, tree in MODULES.items()
        for node in rule(path, tree)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (several_statuses, "assert r.status_code in (302, 403)"),
        (several_statuses, "assert r.status_code not in {200}"),
        (several_statuses, "assert r.status_code < 500"),
        (several_statuses, "assert r.status_code != 200"),
        (several_statuses, "assert {a.status_code for a in rs} <= {404, 405}"),
        (several_statuses, "assert {a.status_code for a in rs} == {404, 405}"),
        (several_statuses, "assert 429 in [a.status_code for a in rs]"),
        (several_statuses, "assert outcome(r) in ((302, '/'), (403, ''))"),
        (sleeping, "import time\ntime.sleep(1)"),
        (sleeping, "from time import sleep\nsleep(1)"),
        (left_out, "@pytest.mark.skipif(not CASES.exists(), reason='x')\ndef test(): pass"),
        (left_out, "pytest.skip('no such program')"),
        (left_out, "pandas = pytest.importorskip('pandas')"),
        (outside, "CASES = Path(__file__).parents[3] / 'shared'"),
        (outside, "CASES = Path(__file__).resolve().parents[3]"),
        (unmarked, "from playwright.sync_api import Page\npytestmark = pytest.mark.nightly"),
    ],
)
def test_the_rules_find_what_they_are_for(rule: Rule, code: str) -> None:
    assert len(list(rule(TESTS / "room" / "test_x.py", ast.parse(code)))) == 1


def test_the_rules_let_pass_what_is_allowed() -> None:
    code = """
assert r.status_code == 404
assert [a.status_code for a in rs] == [200, 200, 429]
assert outcome(r) == (302, "/cms/")
ready.wait(timeout=20)
ROOT = Path(__file__).resolve().parents[2]
only = pytest.mark.skipif(connection.vendor != "postgresql", reason="compiles queries")
"""
    for rule in RULES:
        assert list(rule(TESTS / "room" / "test_x.py", ast.parse(code))) == []
