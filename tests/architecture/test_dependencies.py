"""Nothing is installed that nothing uses."""

import ast
import importlib.metadata
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("lms", "courses", "assessments", "certificates")
CONFIGURED = [
    *(ROOT / "lms" / "settings").glob("*.py"),
    *(ROOT / "deploy").rglob("*.*"),
    ROOT / "pyproject.toml",
    ROOT / "Makefile",
]
REQUIREMENT = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[([\w,]+)\])?", re.MULTILINE)

# Installed without an import or a line of configuration, and why.
WITHOUT_A_LINE = {
    "argon2-cffi": "Django's hasher of this name loads it",
    "pandas": "the figures of item analysis and of statistics will be computed with it",
    "pandas-stubs": "its types",
    "psycopg": "Django loads it for DATABASE_URL=postgres://…",
    "pytest-xdist": "the tests run in several processes (-n)",
    "pytest-playwright": "it gives the browser tests their pages as fixtures",
    "types-polib": "types of polib",
    "types-python-dateutil": "types of dateutil",
    "types-pyyaml": "types of yaml",
}
EXTRAS = {
    ("django-allauth", "mfa"): "allauth.mfa is an installed app",
    ("django-tasks-db", "compat"): "django_tasks, which Django 5.2 does not have itself",
    ("psycopg", "binary"): "nothing has to be compiled on the server",
}
# Apps that neither our code imports nor another setting names, and why they are there.
APPS_OF_OTHERS = {
    "whitenoise.runserver_nostatic": "the development server leaves static files to WhiteNoise",
}


def run_time_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what runs: imports for types alone need nothing installed."""
    yield node
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return
    for child in ast.iter_child_nodes(node):
        yield from run_time_nodes(child)


@cache
def imported(*folders: str) -> frozenset[str]:
    """Return the dotted names of all modules that the code of some folders imports."""
    names: set[str] = set()
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        for node in run_time_nodes(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(names)


def requirements(name: str) -> list[tuple[str, list[str]]]:
    """Return the packages of a file with their extras, in lower case."""
    lines = REQUIREMENT.findall((ROOT / name).read_text(encoding="utf-8"))
    return [(package.lower(), extras.split(",") if extras else []) for package, extras in lines]


@cache
def modules_of() -> dict[str, set[str]]:
    """Return the top-level modules that each installed distribution brings."""
    found: dict[str, set[str]] = {}
    for module, distributions in importlib.metadata.packages_distributions().items():
        for distribution in distributions:
            found.setdefault(distribution.lower().replace("_", "-"), set()).add(module)
    return found


def is_used(package: str, *folders: str) -> bool:
    modules = modules_of().get(package.replace("_", "-"), set())
    if any(name.partition(".")[0] in modules for name in imported(*folders)):
        return True
    words = {package, *modules}
    texts = [path.read_text(encoding="utf-8") for path in CONFIGURED if path.is_file()]
    return any(re.search(rf"\b{re.escape(word)}\b", text) for word in words for text in texts)


RUNTIME, DEVELOPMENT = requirements("requirements.in"), requirements("requirements-dev.in")


@pytest.mark.parametrize("package", [name for name, _extras in RUNTIME])
def test_the_product_uses_what_it_installs(package):
    assert is_used(package, *ROOMS) != (package in WITHOUT_A_LINE)


@pytest.mark.parametrize("package", [name for name, _extras in DEVELOPMENT])
def test_tests_and_checks_use_what_they_install(package):
    assert is_used(package, "tests") != (package in WITHOUT_A_LINE)


def test_every_extra_has_its_reason():
    asked = {(name, extra) for name, extras in [*RUNTIME, *DEVELOPMENT] for extra in extras}
    assert asked == set(EXTRAS)


def test_what_the_product_imports_is_a_requirement_of_its_own_or_wagtails():
    ours = {module for name, _extras in RUNTIME for module in modules_of()[name.replace("_", "-")]}
    with_wagtail = {"django_filters", "modelcluster", "modelsearch", "taggit", "django_tasks"}
    roots = {name.partition(".")[0] for name in imported(*ROOMS)}
    others = {module for modules in modules_of().values() for module in modules} & roots
    assert others - ours - with_wagtail == set()


def named_in_other_settings() -> str:
    """Return what the settings say besides the list of apps."""
    text = (ROOT / "lms" / "settings" / "base.py").read_text(encoding="utf-8")
    before, _list, rest = text.partition("INSTALLED_APPS = [")
    return before + rest.partition("]")[2]


def third_parties() -> list[str]:
    apps = [app for app in settings.INSTALLED_APPS if app.partition(".")[0] not in ROOMS]
    assert len(apps) > 20
    return apps


@pytest.mark.parametrize("app", third_parties())
def test_every_installed_app_of_others_is_in_use(app):
    used = any(f"{name}.".startswith(f"{app}.") for name in imported(*ROOMS))
    used = used or f'"{app}.' in named_in_other_settings()
    assert used != (app in APPS_OF_OTHERS)
