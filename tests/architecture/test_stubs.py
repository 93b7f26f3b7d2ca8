"""What typings/ says of Wagtail is so: names and arguments are those of the installed release."""

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from wagtail.models import AbstractPage, Page

TYPINGS = Path(__file__).resolve().parents[2] / "typings"
STUBS = sorted(TYPINGS.rglob("*.pyi"))
Definition = ast.FunctionDef | ast.ClassDef


def module_of(stub: Path) -> Any:
    parts = list(stub.relative_to(TYPINGS).with_suffix("").parts)
    return importlib.import_module(".".join(parts[:-1] if parts[-1] == "__init__" else parts))


def names_in(body: list[ast.stmt]) -> Iterator[tuple[str, ast.stmt]]:
    """Return what a module or a class of a stub says there is, apart from its own helpers."""
    for node in body:
        if isinstance(node, Definition):
            yield node.name, node
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id, node
        elif isinstance(node, ast.Assign):
            yield from ((t.id, node) for t in node.targets if isinstance(t, ast.Name))
        elif isinstance(node, ast.ImportFrom):
            yield from ((alias.name, node) for alias in node.names if alias.asname)


def problems_of(owner: Any, body: list[ast.stmt], where: str) -> Iterator[str]:
    for name, node in names_in(body):
        place = f"{where}.{name}"
        if name.startswith("_") or name == "Meta":
            continue
        if not hasattr(owner, name):
            if not (isinstance(node, ast.AnnAssign) and is_read_or_set(owner, name)):
                yield f"{place} does not exist"
        elif isinstance(node, ast.ClassDef):
            inner = getattr(owner, name)
            # What the library adds to models it does not add to abstract ones.
            yield from problems_of(Page if inner is AbstractPage else inner, node.body, place)
        elif isinstance(node, ast.FunctionDef):
            yield from problems_of_arguments(getattr(owner, name), node, place)


def is_read_or_set(owner: Any, name: str) -> bool:
    """Return whether a class sets an attribute by itself, or leaves it to those that inherit."""
    modules = {inspect.getmodule(each) for each in inspect.getmro(owner)}
    sources = (inspect.getsource(m) for m in modules if m is not None and hasattr(m, "__file__"))
    return any(re.search(rf"\b{name}\b", source) for source in sources)


def problems_of_arguments(function: Any, node: ast.FunctionDef, place: str) -> Iterator[str]:
    if not inspect.isroutine(function) or not callable(function):
        return
    real = list(inspect.signature(function).parameters.values())
    takes_any = any(p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD) for p in real)
    given = [a.arg for a in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
    if given[:1] == ["self"]:
        given, real = given[1:], real[1:]
    given = [name for name in given if name != "cls"]
    unknown = {*given} - {p.name for p in real}
    if unknown and not takes_any:
        yield f"{place} has no {sorted(unknown)}"
    needed = {
        p.name
        for p in real
        if p.default is p.empty and p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)
    }
    if missing := needed - {*given}:
        yield f"{place} needs {sorted(missing)}"


@pytest.mark.parametrize("stub", STUBS, ids=lambda path: str(path.relative_to(TYPINGS)))
def test_a_stub_says_what_there_is(stub) -> None:
    module = module_of(stub)
    body = ast.parse(stub.read_text("utf-8")).body
    assert not list(problems_of(module, body, module.__name__))
