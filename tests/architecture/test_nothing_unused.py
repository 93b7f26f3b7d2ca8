"""What nothing uses is not kept: functions, methods, template tags, templates, classes, icons."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.architecture.library_scan import OURS, our_modules
from tests.stylesheets import SHEETS, sheet_rules

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
GALLERY = TEMPLATES / "components" / "gallery"
SCRIPTS = ROOT / "lms" / "static" / "js"
# Called by tests alone, and why they stay.
FOR_LATER = {
    "assessments.marking.regrading.regrade_attempt": "an act of record; its screen is to come",
    "lms.cms.mended_templates.stale_replacements": "what the tests ask after an upgrade",
}
# Called by Django or Wagtail, which know them by their names.
CALLED_BY_NAME = {
    "lms.accounts.models.User.first_name",
    "lms.accounts.models.User.get_short_name",
    "lms.accounts.models.UserManager.create_superuser",
    "lms.accounts.passwords.StrengthValidator.validate",
    "lms.cms.choosers.VisibleRows.get_object_list",
    "lms.cms.choosers.VisibleRows.get_objects",
    "lms.cms.middleware.PublishingRefusedMiddleware.process_exception",
    "lms.core.models.PictureRendition",
}
# Classes made of a word and a value: "tile--{{ kind }}".
MADE = re.compile(r"[\w-]+(?=\{[{%])")
WORD = re.compile(r"\w+")


def files(*patterns: str) -> list[Path]:
    return [
        path
        for room in (*OURS, "templates", "deploy")
        for pattern in patterns
        for path in (ROOT / room).rglob(pattern)
        if "migrations" not in path.parts
    ]


@cache
def words() -> Counter[str]:
    """Count every word of the code, the templates and the scripts; tests do not count."""
    texts = (path.read_text(encoding="utf-8") for path in files("*.py", "*.html", "*.txt", "*.js"))
    return Counter(word for text in texts for word in WORD.findall(text))


def is_called_by_libraries(name: str, value: Any) -> bool:
    """Return whether a member is private, checks a field of a form, or was made by Django."""
    if name.startswith(("_", "clean_", "get_next_by_", "get_previous_by_")):
        return True
    # Wagtail looks whether a page has a form of its own for its copies.
    if name == "copy_form_class":
        return True
    is_exception = issubclass(type(value), type) and issubclass(value, Exception)
    return is_exception or (not callable(value) and type(value) is not property)


def members(kind: type) -> Iterator[str]:
    """Yield what a class defines for our own callers."""
    theirs = {name for base in kind.__mro__ if not is_ours(base) for name in dir(base)}
    for name, value in vars(kind).items():
        if name not in theirs and not is_called_by_libraries(name, value):
            yield name


def is_ours(kind: type) -> bool:
    return kind.__module__.split(".")[0] in OURS


def defined() -> Iterator[str]:
    """Yield the whole names of our functions, classes and methods."""
    for module in our_modules():
        if module.__name__.split(".")[-1] in {"apps", "wagtail_hooks"}:
            continue
        for name, value in vars(module).items():
            if getattr(value, "__module__", "") != module.__name__:
                continue
            whole = f"{module.__name__}.{name}"
            if not _is_registered(module, name):
                yield whole
            if issubclass(type(value), type) and not issubclass(value, Exception):
                yield from (f"{whole}.{member}" for member in members(value))


@cache
def _registered() -> frozenset[str]:
    """Return the names of functions that a decorator hands to whoever calls them."""
    found = set()
    for path in files("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(
                "register" in ast.unparse(decorator) for decorator in node.decorator_list
            ):
                found.add(node.name)
    return frozenset(found)


def _is_registered(module: ModuleType, name: str) -> bool:
    return name in _registered() and "templatetags" not in module.__name__


def test_every_function_class_and_method_is_used():
    unused = {whole for whole in defined() if words()[whole.rpartition(".")[2]] < 2}
    assert sorted(unused - FOR_LATER.keys() - CALLED_BY_NAME) == []


def test_what_is_called_by_tests_alone_is_still_there():
    assert (FOR_LATER.keys() | CALLED_BY_NAME) - set(defined()) == set()


@cache
def pages() -> str:
    """Return the text of everything that puts classes on a page, but for the gallery."""
    sources = files("*.py", "*.html", "*.js")
    shown = [p for p in sources if GALLERY not in p.parents and p.name != "gallery.py"]
    return "\n".join(path.read_text(encoding="utf-8") for path in shown)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.stem)
def test_every_class_of_a_stylesheet_is_on_some_page(sheet):
    text = pages()
    made = tuple(prefix for prefix in MADE.findall(text) if prefix.endswith(("-", "_")))
    selectors = " ".join(selectors for selectors, _declarations in sheet_rules(sheet))
    classes = set(re.findall(r"\.(-?[a-z_][\w-]*)", selectors))
    used = {name for name in classes if re.search(rf"(?<![\w-]){name}(?![\w-])", text)}
    assert sorted(name for name in classes - used if not name.startswith(made)) == []


def test_every_component_is_used_outside_the_gallery():
    text = pages()
    components = (TEMPLATES / "components").glob("*.html")
    assert [p.name for p in components if f"components/{p.name}" not in text] == []


def test_every_tag_and_filter_is_used_by_a_template():
    text = "\n".join(path.read_text(encoding="utf-8") for path in files("*.html", "*.txt"))
    unused = [
        name
        for path in files("*.py")
        if path.parent.name == "templatetags"
        for name in re.findall(r"@register\.\w+.*\n(?:@.*\n)*def (\w+)", path.read_text("utf-8"))
        if not re.search(rf"(?:\{{%\s*|\|)\s*{name}\b", text)
    ]
    assert unused == []


def test_every_icon_is_used():
    icons = (ROOT / "lms" / "static" / "img" / "icons.svg").read_text(encoding="utf-8")
    names = re.findall(r'<symbol[^>]*\bid="([\w-]+)"', icons)
    text = pages()
    assert names
    assert [name for name in names if not re.search(rf"""["']{name}["']""", text)] == []


def test_every_data_attribute_a_script_waits_for_is_on_some_page():
    text = "\n".join(path.read_text(encoding="utf-8") for path in files("*.py", "*.html"))
    attributes = {
        name
        for path in SCRIPTS.glob("*.js")
        # Those of the CMS wait for what the library writes.
        if not path.name.startswith("cms_")
        for name in re.findall(r"data-[a-z-]+", path.read_text(encoding="utf-8"))
    }
    assert len(attributes) > 10
    assert sorted(name for name in attributes if name not in text) == []


def test_every_setting_of_ours_is_read():
    text = (ROOT / "lms" / "settings" / "base.py").read_text(encoding="utf-8")
    names = re.findall(r"^(LMS_\w+)", text, re.MULTILINE)
    assert names
    assert [name for name in names if not words()[name] > text.count(name)] == []
