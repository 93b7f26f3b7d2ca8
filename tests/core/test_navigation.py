"""Each room registers where it leads; nobody below knows of it."""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from assessments.models import QuizPage
from courses.models import CataloguePage, CoursePage, LessonPage, ModulePage
from lms.core.navigation import (
    Entry,
    Menu,
    entries_for,
    everybody,
    is_open_address,
    register_entry,
    register_open_addresses,
    signed_in,
)
from lms.home.models import HomePage
from tests.architecture.ladder import rooms_by_line

VISITOR = ["/", "/courses/"]
OWN = ["/my/learning/", "/my/competencies/", "/my/certificates/"]


def paths_for(user, menu: Menu = Menu.MAIN) -> list[str]:
    request = RequestFactory().get("/")
    request.user = user
    return [entry.path for entry in entries_for(request, menu)]


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (None, VISITOR),
        ("lan", [*VISITOR, *OWN]),
        ("minh", [*VISITOR, *OWN, "/agency/"]),
        ("trainer", [*VISITOR, *OWN, "/cms/"]),
        ("admin", [*VISITOR, *OWN, "/agency/", "/cms/"]),
    ],
)
def test_everybody_finds_the_entries_they_may_open_in_one_order(cast, who, expected):
    assert paths_for(getattr(cast, who) if who else AnonymousUser()) == expected


def test_the_account_menu_ends_with_help(cast):
    assert paths_for(cast.lan, Menu.ACCOUNT) == [
        "/accounts/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/sessions/",
        "/accounts/looks/",
        "/help/",
    ]


@pytest.fixture
def empty_menus(monkeypatch) -> None:
    monkeypatch.setattr("lms.core.navigation._entries", {})
    monkeypatch.setattr("lms.core.navigation._open_addresses", set())


def test_an_entry_stands_in_its_menu_once_for_each_path(empty_menus):
    for entry in (
        Entry("Late", "/b/", 2),
        Entry("Replaced", "/a/", 3),
        Entry("Early", "/a/", 1),
        Entry("Elsewhere", "/a/", 1, Menu.ACCOUNT),
        Entry("Nobody's", "/c/", 0, shown=lambda request: False),
    ):
        register_entry(entry)
    request = RequestFactory().get("/")
    assert [entry.label for entry in entries_for(request, Menu.MAIN)] == ["Early", "Late"]
    assert [entry.label for entry in entries_for(request, Menu.ACCOUNT)] == ["Elsewhere"]


def test_addresses_are_open_as_each_room_registers_them(empty_menus):
    assert not is_open_address("/a/")
    register_open_addresses("/a/", "/b/")
    register_open_addresses("/c/")
    assert [is_open_address(path) for path in ("/a/1", "/b/", "/c/", "/d/")] == [
        *(True, True, True),
        False,
    ]


def test_what_is_for_those_who_signed_in_is_shown_to_nobody_else(cast):
    request = RequestFactory().get("/")
    for user, is_in in ((AnonymousUser(), False), (cast.lan, True)):
        request.user = user
        assert everybody(request) is True
        assert signed_in(request) is is_in


def test_a_page_below_an_entry_lies_under_it_unless_the_entry_is_for_itself():
    assert Entry("Courses", "/courses/", 1).is_current("/courses/a/b/")
    home = Entry("Home", "/", 1, is_exact=True)
    assert home.is_current("/")
    assert not home.is_current("/courses/")


@pytest.mark.parametrize(
    ("path", "is_open"),
    [
        ("/accounts/2fa/totp/activate/", True),
        ("/accounts/logout/", True),
        ("/language/setlang/", True),
        ("/static/css/base.css", True),
        ("/readyz", True),
        ("/", False),
        ("/cms/", False),
        ("/accounts/", False),
        ("/accounts/password/change/", False),
    ],
)
def test_before_the_second_factor_only_the_way_to_it_and_out_is_open(path, is_open):
    assert is_open_address(path) is is_open


def test_what_may_stand_below_what_is_said_by_the_pages_themselves():
    assert set(HomePage.creatable_subpage_models()) == {CataloguePage}
    assert set(CataloguePage.creatable_subpage_models()) == {CataloguePage, CoursePage}
    assert set(CataloguePage.allowed_parent_page_models()) == {CataloguePage, HomePage}
    assert set(CoursePage.creatable_subpage_models()) == {ModulePage, LessonPage, QuizPage}
    assert set(ModulePage.creatable_subpage_models()) == {LessonPage, QuizPage}


def test_no_room_names_a_higher_one_not_even_in_a_string():
    """Dotted names, labels of models and names of templates count."""
    ladder = rooms_by_line()
    labels = {room: room.rpartition(".")[2] for line in ladder for room in line}
    for depth, line in enumerate(ladder):
        higher = {labels[room] for above in ladder[:depth] for room in above}
        for room in line:
            for file in sorted((Path(settings.BASE_DIR) / room.replace(".", "/")).rglob("*.py")):
                if "migrations" not in file.parts:
                    assert _named(file, higher) == [], file


def _named(file: Path, higher: set[str]) -> list[str]:
    texts = [
        node.value
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    short = [text for text in texts if " " not in text and "\n" not in text]
    return [text for text in short if _first_name(text) in higher]


def _first_name(text: str) -> str:
    """Return the room a text begins with: assessments.QuizPage, courses/page.html."""
    text = text.removeprefix("lms.")
    name, _separator, rest = text.partition("." if "." in text.partition("/")[0] else "/")
    return name if rest else ""
