"""Putting a mutant in place: in the functions a process already holds, or at import."""

import ast
import functools
import gc
import importlib.abc
import importlib.util
import sys
from collections import defaultdict
from collections.abc import Iterator
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from tests.mutation.mutants import Function, Mutant, first_line, mutants_of

# Of a file: qualified name and first line.
Key = tuple[str, int]


class NotPlaced(Exception):
    """A mutant cannot be put in place: it says nothing about the tests."""


class Functions:
    """The functions of the modules below a folder that this process holds.

    Their code is exchanged in place, so that it does not matter under which name another module
    imported them or what decorates them. What a module does when it is imported (constants,
    default arguments, decorators, class bodies) is out of reach: see `import_mutated`.
    """

    def __init__(self, root: Path) -> None:
        self._found: dict[tuple[str, Key], list[FunctionType]] = defaultdict(list)
        self._caches: list[Any] = []
        for each in gc.get_objects():
            if type(each) is functools._lru_cache_wrapper:
                wrapped = getattr(each.__wrapped__, "__code__", None)
                if wrapped and _is_ours(wrapped, root):
                    self._caches.append(each)
            elif type(each) is FunctionType and _is_ours(each.__code__, root):
                self._found[each.__code__.co_filename, _key(each.__code__)].append(each)

    def put(self, file: Path, tree: ast.Module, mutant: Mutant) -> None:
        """Put a mutant of the tree of `file` in place, for good; raises `NotPlaced`."""
        mutant.put()
        held = {key: self._found.get((str(file), key), []) for key in mutant.functions}
        _keep_free_variables(tree, held)
        codes = {_key(code): code for code in _codes_of(compiled(tree, file))}
        try:
            for key, functions in held.items():
                for function in functions:
                    function.__code__ = codes[key]
        except (KeyError, ValueError) as error:
            raise NotPlaced(str(error)) from error
        if not any(held.values()):
            raise NotPlaced("no such function in this process")
        # What was computed by the code as it was must not answer for the mutant.
        for cache in self._caches:
            cache.cache_clear()


def import_mutated(module: str, file: Path, name: str) -> None:
    """Let `module` begin with the mutant of that name, whoever imports it; raises `NotPlaced`."""
    tree, mutants = read(file)
    found = next((mutant for mutant in mutants if mutant.name == name), None)
    if found is None or module in sys.modules:
        raise NotPlaced("no such mutant, or the module is imported already")
    found.put()
    code = compiled(tree, file)

    class Loader(SourceFileLoader):
        def get_code(self, fullname: str) -> CodeType:
            return code

    class Finder(importlib.abc.MetaPathFinder):
        def find_spec(self, fullname: str, path: Any, target: Any = None) -> Any:
            if fullname != module:
                return None
            loader = Loader(fullname, str(file))
            return importlib.util.spec_from_file_location(fullname, file, loader=loader)

    sys.meta_path.insert(0, Finder())


def read(file: Path) -> tuple[ast.Module, list[Mutant]]:
    source = file.read_text(encoding="utf-8")
    tree = ast.parse(source)
    return tree, mutants_of(tree, source)


def compiled(tree: ast.Module, file: Path) -> CodeType:
    return compile(ast.fix_missing_locations(tree), str(file), "exec", dont_inherit=True)


def _keep_free_variables(tree: ast.Module, held: dict[Key, list[FunctionType]]) -> None:
    """Let functions go on naming what they named: only such code fits a function that exists."""
    free = {line: f[0].__code__.co_freevars for (_name, line), f in held.items() if f}
    for node in ast.walk(tree):
        if isinstance(node, Function) and (names := free.get(first_line(node))):
            kept = [ast.Expr(ast.Name(name, ast.Load())) for name in names]
            node.body.append(ast.If(ast.Constant(False), list(kept), []))


def _is_ours(code: CodeType, root: Path) -> bool:
    return code.co_filename.startswith(f"{root}/") and "/site-packages/" not in code.co_filename


def _key(code: CodeType) -> Key:
    return code.co_qualname, code.co_firstlineno


def _codes_of(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes_of(constant)
