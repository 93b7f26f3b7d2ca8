"""Where our code changes a library, found in the code and in what is loaded."""

import ast
import pkgutil
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from types import FunctionType, ModuleType
from typing import Any

OURS = ("lms", "courses", "assessments", "certificates")
LIBRARIES = {
    *("allauth", "csp", "django", "django_filters", "django_tasks", "modelcluster", "modelsearch"),
    *("taggit", "wagtail", "wagtailmedia", "weasyprint", "whitenoise"),
}


def found(dotted: str) -> bool:
    """Return whether a dotted name leads to something."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        try:
            target: Any = import_module(".".join(parts[:length]))
        except ImportError:
            continue
        for part in parts[length:]:
            if not hasattr(target, part):
                return False
            target = getattr(target, part)
        return True
    return False


def our_modules() -> list[ModuleType]:
    for room in OURS:
        for module in pkgutil.walk_packages(import_module(room).__path__, f"{room}."):
            if ".migrations" not in module.name and not module.name.startswith("lms.settings"):
                import_module(module.name)
    return [
        module
        for name, module in sys.modules.items()
        if name.split(".")[0] in OURS and ".migrations" not in name
    ]


def is_ours(value: Any) -> bool:
    if type(value) in {classmethod, staticmethod}:
        value = value.__func__
    return type(value) is FunctionType and value.__module__.split(".")[0] in OURS


# What a setting names, kept by the library from its first use on.
REMEMBERED = {"allauth.account.internal.userkit._user_display_callable"}


def replaced() -> Iterator[str]:
    """Yield the functions and methods of libraries in whose place one of ours stands."""
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] not in LIBRARIES:
            continue
        for attribute, value in list(vars(module).items()):
            if is_ours(value) and f"{name}.{attribute}" not in REMEMBERED:
                yield f"{name}.{attribute}"
            if issubclass(type(value), type) and value.__module__ == name:
                for member, function in list(vars(value).items()):
                    if is_ours(function):
                        yield f"{name}.{attribute}.{member}"


def assignments(tree: ast.Module) -> Iterator[str]:
    """Yield what a module assigns to, where it is an attribute of something a library gave."""
    given: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in LIBRARIES:
            given |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
    for node in ast.walk(tree):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign | ast.Delete):
            targets = node.targets
            _note_another_name(node, given)
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets = [node.target]
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"setattr", "delattr"}:
            targets = [ast.Attribute(node.args[0], "?")]
        for target in targets:
            if isinstance(target, ast.Attribute | ast.Subscript) and _root(target) in given:
                yield given[_root(target)]


def _note_another_name(node: ast.Assign | ast.Delete, given: dict[str, str]) -> None:
    (target, *_others) = node.targets
    value = node.value if isinstance(node, ast.Assign) else None
    if not isinstance(target, ast.Name) or not isinstance(value, ast.Attribute | ast.Subscript):
        return
    if source := given.get(_root(value)):
        given[target.id] = source


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def private_parts() -> Iterator[str]:
    """Yield methods of ours that stand before a private one of a library."""
    for module in our_modules():
        for value in vars(module).values():
            if not issubclass(type(value), type) or value.__module__ != module.__name__:
                continue
            theirs = {
                name
                for base in value.__mro__
                if base.__module__.split(".")[0] in LIBRARIES
                for name in vars(base)
            }
            for base in value.__mro__:
                if base.__module__.split(".")[0] in OURS:
                    for name, member in vars(base).items():
                        if re.match("_[a-z]", name) and name in theirs and is_ours(member):
                            yield f"{base.__module__}.{base.__name__}.{name}"
