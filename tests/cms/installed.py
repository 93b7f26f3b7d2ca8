"""The library as it comes: what a replaced function was, a module without our changes."""

import ast
import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any


def source_of(module: str) -> str:
    spec = importlib.util.find_spec(module)
    assert spec is not None, module
    assert spec.origin is not None, module
    return Path(spec.origin).read_text(encoding="utf-8")


def original(module: str, name: str) -> Callable[..., Any]:
    """Return a function or method (`Class.method`) as its module writes it, whatever stands there.

    It runs in its own module, but cannot call `super()`.
    """
    loaded = importlib.import_module(module)
    found: Any = ast.parse(source_of(module))
    for part in name.split("."):
        found = next(
            node
            for node in found.body
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name == part
        )
    found.decorator_list = []
    code = compile(ast.Module([found], []), module, "exec")
    names: dict[str, Any] = {}
    exec(code, vars(loaded), names)  # noqa: S102 (the library's own code)
    function = names[found.name]
    assert isinstance(function, FunctionType)
    return function


def unchanged(module: str) -> ModuleType:
    """Return a second copy of a module, loaded without our changes and known to nobody else."""
    spec = importlib.util.find_spec(module)
    assert spec is not None, module
    assert spec.loader is not None, module
    copy = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(copy)
    return copy
