"""The page about changed libraries is true and whole: the changes are found in the code itself."""

import ast
import re
from pathlib import Path

import pytest
from allauth import urls as allauth_urls
from django.conf import settings
from django.urls import URLPattern, resolve
from wagtail.admin import urls as wagtailadmin_urls

from lms.accounts import cms_urls, urls
from lms.cms.changes import CHANGES
from lms.cms.wagtail_hooks import scripts_of_the_cms
from tests.architecture.library_scan import (
    LIBRARIES,
    OURS,
    assignments,
    found,
    our_modules,
    private_parts,
    replaced,
)
from tests.cms.test_overridden_templates import overridden

ROOT = Path(__file__).resolve().parents[2]
PAGES = {
    language: (ROOT / "docs" / language / "library-changes.md").read_text(encoding="utf-8")
    for language in ("en", "vi")
}
PLACES = (ROOT, ROOT / "templates")
# Ours alone: no library has one in the same place.
OWN_MIDDLEWARE = {
    "lms.accounts.middleware.LanguageMiddleware",
    "lms.accounts.middleware.NoticesMiddleware",
    "lms.accounts.middleware.SessionActivityMiddleware",
    "lms.agencies.middleware.SecondFactorMiddleware",
    "lms.documents.middleware.DocumentsMiddleware",
    "lms.enrolments.middleware.TakenBackMiddleware",
    "lms.web.admission.AdmissionMiddleware",
    "lms.web.logging.RequestLogMiddleware",
    "lms.web.middleware.AddressMiddleware",
    "lms.web.middleware.PrivatePagesMiddleware",
}
CODE = re.compile(r"`([^`\n]+)`")
EACH_LANGUAGE = pytest.mark.parametrize("language", PAGES)


def named(language: str = "en") -> set[str]:
    """Return what stands in code quotes on the page."""
    return set(CODE.findall(PAGES[language]))


def test_both_languages_name_the_same() -> None:
    assert named("en") == named("vi")


def test_every_name_leads_to_something() -> None:
    dotted = {
        n
        for n in named()
        if re.fullmatch(r"(\w+\.)+\w+", n) and n.split(".")[0] in {*OURS, *LIBRARIES}
    }
    assert len(dotted) > 60
    assert sorted(name for name in dotted if not found(name)) == []


def test_every_setting_is_one() -> None:
    names = {name for name in named() if re.fullmatch(r"[A-Z_]{6,}", name)}
    assert len(names) > 10
    assert sorted(name for name in names if not hasattr(settings, name)) == []


def test_every_file_is_there() -> None:
    files = {name for name in named() if "/" in name and "::" not in name and "=" not in name}
    assert len(files) > 40
    assert sorted(f for f in files if not any((r / f).exists() for r in PLACES)) == []


def test_every_test_is_there() -> None:
    tests = {name for name in named() if "::" in name}
    assert len(tests) > 40
    missing = []
    for test in tests:
        path, _colons, function = test.partition("::")
        source = (ROOT / path).read_text(encoding="utf-8") if (ROOT / path).is_file() else ""
        if not re.search(rf"^def {function}\(", source, re.MULTILINE):
            missing.append(test)
    assert missing == []


@EACH_LANGUAGE
def test_every_change_of_the_list_is_on_the_page(language) -> None:
    changes = {f"{change.__module__}.{change.__name__}" for change in CHANGES}
    assert changes - named(language) == set()


def test_every_function_that_is_replaced_is_on_the_page() -> None:
    our_modules()
    functions = set(replaced())
    assert len(functions) >= 7
    assert functions - named() == set()


def test_every_module_that_assigns_to_a_library_is_on_the_page() -> None:
    modules = {}
    for room in OURS:
        for path in (ROOT / room).rglob("*.py"):
            if changed := set(assignments(ast.parse(path.read_text(encoding="utf-8")))):
                modules[".".join(path.relative_to(ROOT).with_suffix("").parts)] = changed
    assert len(modules) >= 5
    lacking = {
        module: changed
        for module, changed in modules.items()
        if not any(name.startswith(f"{module}.") for name in named())
    }
    assert lacking == {}


def test_an_assignment_is_found_under_another_name_too() -> None:
    for text in (
        "from wagtail.admin.views.pages import edit\nedit.send = None",
        "from wagtail.users.forms import F\nfield = F.base_fields['x']\nfield.label = ''",
        "from django.forms import Form\nsetattr(Form, 'x', 1)",
    ):
        assert list(assignments(ast.parse(text))), text


def test_every_private_part_we_stand_before_is_on_the_page() -> None:
    parts = {part.replace("_Check._reject", "token_is_valid") for part in private_parts()}
    assert len(parts) >= 4
    assert parts - named() == set()


def test_every_internal_module_we_import_is_on_the_page() -> None:
    pattern = re.compile(r"from (\w+(?:\.\w+)*\.internal[\w.]*) import (\w+)")
    imported = {
        ".".join(pair)
        for room in OURS
        for path in (ROOT / room).rglob("*.py")
        for pair in pattern.findall(path.read_text(encoding="utf-8"))
    }
    assert imported
    assert imported - named() == set()


def test_every_template_that_stands_before_one_of_a_package_is_on_the_page() -> None:
    assert overridden().keys() - named() == set()


def test_every_setting_that_names_something_of_ours_is_on_the_page() -> None:
    text = (ROOT / "lms" / "settings" / "base.py").read_text(encoding="utf-8")
    rooms = {app for app in settings.INSTALLED_APPS if app.split(".")[0] in OURS}
    own = {"lms.urls", "lms.wsgi.application", *OWN_MIDDLEWARE}
    names = set(re.findall(r'"(lms\.[\w.]+)"', text)) - own
    assert (names - rooms) - named() == set()
    assert {app for app in rooms if app.count(".") > 1} - named() == set()


def test_every_script_beside_those_of_the_cms_is_on_the_page() -> None:
    scripts = re.findall(r"js/(\w+)[.\w]*\.js", scripts_of_the_cms())
    assert scripts
    assert {f"lms/static/js/{script}.js" for script in scripts} - named() == set()


@pytest.mark.parametrize(
    ("own", "library"),
    [(cms_urls, wagtailadmin_urls), (urls, allauth_urls)],
    ids=["the CMS", "allauth"],
)
def test_what_is_answered_first_is_an_address_of_the_library(own, library) -> None:
    """An address that the library has given up need not be answered before it."""
    first = [each for each in own.urlpatterns if isinstance(each, URLPattern)]
    # The page of the account, that of looks at it, and signing one device out are ours alone.
    paths = {str(each.pattern).strip("^") for each in first}
    paths -= {"", "looks/", "sessions/<int:pk>/end/"}
    assert len(paths) == (4 if own is urls else 3)
    for path in paths:
        assert resolve(f"/{path.replace('<str:key>', 'x')}", library), path
