"""The mutants of a module: where each stands, what it changes, how it is put into the tree."""

import ast
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from tests.mutation.operators import changes_of, is_left_alone, is_not_visited

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Mutant:
    """One change of a module, not put in place yet.

    `functions`: qualified name and first line of the functions it lies in, the outermost first;
    empty for what happens when the module is imported. `lines`: the lines of its statement.
    """

    functions: tuple[tuple[str, int], ...]
    owner: str
    source: str
    change: str
    lines: range
    put: Callable[[], None]

    @property
    def name(self) -> str:
        """A description that stays while lines move: function or class, source line and change."""
        return f"{self.owner or 'at import'}: {self.source} [{self.change}]"


@dataclass(frozen=True)
class _Place:
    functions: tuple[tuple[str, int], ...] = ()
    owner: str = ""
    inside: bool = False
    lines: range = range(0)

    def mutant(self, change: str, put: Callable[[], None]) -> Mutant:
        return Mutant(self.functions, self.owner, "", change, self.lines, put)


def mutants_of(tree: ast.Module, source: str) -> list[Mutant]:
    """Return the mutants of a parsed module in the order of its lines."""
    lines, seen, mutants = source.splitlines(), Counter[str](), []
    for mutant, line in _walk(tree, _Place()):
        known = replace(mutant, source=lines[line - 1].strip())
        seen[known.name] += 1
        if (number := seen[known.name]) > 1:
            known = replace(known, change=f"{known.change}, no. {number}")
        mutants.append(known)
    return mutants


def _walk(node: ast.AST, place: _Place) -> Iterator[tuple[Mutant, int]]:
    for field, value in ast.iter_fields(node):
        if is_not_visited(node, field):
            continue
        here = _entered(node, place) if field == "body" else place
        for index, child in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(child, ast.AST) and not is_left_alone(child):
                put = partial(_put, node, field, index if isinstance(value, list) else None)
                there = _at(child, here)
                for change, changed in changes_of(child, node):
                    yield there.mutant(change, partial(put, changed)), _line_of(child)
                yield from _walk(child, there)


def _put(parent: ast.AST, field: str, index: int | None, changed: ast.AST) -> None:
    if index is None:
        setattr(parent, field, changed)
    else:
        getattr(parent, field)[index] = changed


def _line_of(node: Any) -> int:
    """Return the first line of a node, or of its part that knows where it stands."""
    if isinstance(node, ast.comprehension):
        node = node.ifs[0]
    elif isinstance(node, ast.match_case):
        node = node.pattern
    return int(node.lineno)


def _at(node: ast.AST, place: _Place) -> _Place:
    """Return the place of a statement: the lines of its head where it has a body."""
    if isinstance(node, ast.match_case):
        return replace(place, lines=range(node.pattern.lineno, node.pattern.lineno + 1))
    if not isinstance(node, ast.stmt):
        return place
    body = getattr(node, "body", None) or getattr(node, "cases", None)
    first = body[0] if body else None
    if isinstance(first, ast.match_case):
        first = first.pattern
    end = max(node.lineno + 1, first.lineno) if first else (node.end_lineno or node.lineno) + 1
    return replace(place, lines=range(node.lineno, end))


def _entered(node: ast.AST, place: _Place) -> _Place:
    """Return the place inside the body of a function or class."""
    if not isinstance(node, Function | ast.ClassDef):
        return place
    within = ".<locals>." if place.inside else "."
    owner = f"{place.owner}{within}{node.name}" if place.owner else node.name
    if isinstance(node, ast.ClassDef):
        return replace(place, owner=owner, inside=False)
    functions = (*place.functions, (owner, first_line(node)))
    return _Place(functions, owner, inside=True)


def first_line(node: Function) -> int:
    """Return the line a function begins at for Python: its first decorator's."""
    return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
