"""What an editor may write into the address of a listing, a search or a chooser of the CMS."""

from typing import Any

import pytest
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file

from lms.cms.search import readable
from lms.core.models import Picture
from tests.security.addresses import Address, addresses

LISTING = (
    "index",
    "results",
    "choose",
    "chooser",
    "search",
    "explore",
    "multiple",
    "usage",
    "_for",
)
# Raises on purpose; leaves.
LEFT_OUT = {"wagtailadmin_error_test", "account_logout", "wagtailadmin_logout"}
WORDS = [
    "\"'>",
    '"',
    "'",
    "(",
    "*",
    "AND",
    "NEAR(a b)",
    "a\\",
    "title:x",
    "-",
    "x" * 5000,
    "y " * 2500,
    "   ",
    "đ",
    "😀",
    "%",
    "9" * 30,
]
SEARCHES = [
    ("/cms/pages/search/", {}),
    ("/cms/pages/search/results/", {}),
    ("/cms/pages/", {}),
    ("/cms/choose-page/search/", {}),
    ("/cms/documents/", {}),
    ("/cms/documents/chooser/results/", {}),
    ("/cms/images/", {}),
    ("/cms/images/chooser/results/", {"tag": "bản đồ"}),
    ("/cms/media/chooser/", {}),
    ("/cms/users/", {}),
    ("/cms/question/", {}),
    ("/cms/agency_chooser/results/", {}),
]
# Parameters of listings, choosers and their filters.
PARAMETERS = [
    "p",
    "page",
    "per_page",
    "ordering",
    "id",
    "tag",
    "collection_id",
    "content_type",
    "page_type",
    "date_from",
    "date_to",
    "created_at_from",
    "created_at_to",
    "latest_revision_created_at_from",
    "latest_revision_created_at_to",
    "first_published_at_from",
    "owner",
    "locale",
    "status",
    "edited_by",
    "site",
    "has_child_pages",
    "user",
    "action",
    "kind",
    "on",
    "day",
    "bank",
    "learner",
    "agency",
    "position",
    "multiple",
    "timestamp_from",
    "timestamp_to",
    "timestamp_before",
    "uuid",
    "updated_at_from",
    "title",
    "requested_by",
    "task",
    "reviewable",
    "workflow",
    "object_id",
    "match_subclass",
    "target_pages",
    "select_format",
    "difficulty",
    "competency",
]
QUERIES: list[dict[str, str]] = [
    dict.fromkeys(PARAMETERS, "x"),
    dict.fromkeys(PARAMETERS, "-1"),
    dict.fromkeys(PARAMETERS, "\"'>"),
    dict.fromkeys(PARAMETERS, "2026-02-31"),
    # Alone: a form refuses several at once before it looks any of them up.
    {"p": "0", "ordering": "zzz", "q": "bài"},
    {"content_type": "x.y", "q": "bài"},
    {"collection_id": "1", "tag": "x", "q": "bài"},
]
# Each walks the whole CMS: by day two of them, one with everything at once and one alone.
BY_DAY = (2, 4)
QUERY_PARAMS = [
    pytest.param(query, id=str(n), marks=[] if n in BY_DAY else [pytest.mark.nightly])
    for n, query in enumerate(QUERIES)
]


@pytest.fixture
def editor(foreign, signed_in) -> Any:
    """Hùng with every right, so that no refusal stands before what is asked here."""
    foreign.cast.hung.is_superuser = True
    foreign.cast.hung.save()
    picture = Picture(title="Bản đồ", file=get_test_image_file())
    picture.save()
    picture.tags.add("bản đồ")
    client = signed_in(foreign.cast.hung)
    client.raise_request_exception = False
    return client


def listings() -> list[Address]:
    return [
        each
        for each in addresses()
        if each.route.startswith("cms/")
        and each.name not in LEFT_OUT
        and any(part in each.name for part in LISTING)
        # The same listing without its frame.
        and not each.name.endswith("index_results")
    ]


@pytest.mark.parametrize(("path", "query"), SEARCHES, ids=[path for path, _ in SEARCHES])
def test_any_text_may_be_searched_for(editor, path, query) -> None:
    answers = {words: editor.get(path, {**query, "q": words}).status_code for words in WORDS}
    assert {words[:20]: code for words, code in answers.items() if code != 200} == {}


def test_a_nul_is_searched_for_nowhere(editor) -> None:
    codes = {
        path: editor.get(path, {**query, "q": "a\x00b"}).status_code for path, query in SEARCHES
    }
    assert set(codes.values()) == {400}


def test_a_hostile_text_among_words_does_not_hide_what_is_found(editor, foreign) -> None:
    for words in ('"Bài của', "Bài* (của", "Bài AND"):
        found = editor.get("/cms/pages/", {"q": words})
        assert found.status_code == 200
    assert foreign.lesson.title in editor.get("/cms/pages/", {"q": 'Bài "của'}).content.decode()


def test_the_images_of_a_tag_can_be_searched(editor) -> None:
    address = reverse("wagtailimages_chooser:choose_results")
    assert "Bản đồ" in editor.get(address, {"q": "bản", "tag": "bản đồ"}).content.decode()
    assert "Bản đồ" not in editor.get(address, {"q": "bản", "tag": "khác"}).content.decode()


@pytest.mark.parametrize("query", QUERY_PARAMS)
def test_no_parameter_breaks_a_listing_or_a_chooser(editor, foreign, query) -> None:
    broken = []
    for address in listings():
        path = address.filled(foreign.samples, foreign.special)
        code = editor.get(path, query).status_code
        if code >= 500:
            broken.append((path, code))
    assert "\n".join(map(str, broken)) == ""


@pytest.mark.parametrize("value", ["9" * 30, "\x00"], ids=["digits", "nul"])
def test_what_no_database_holds_is_asked_nowhere(editor, foreign, value) -> None:
    paths = [address.filled(foreign.samples, foreign.special) for address in listings()]
    codes = {path: editor.get(path, {"owner": value}).status_code for path in paths}
    assert set(codes.values()) == {400}


@pytest.mark.parametrize("value", ["x", "", "1.5", "9" * 30, "\x00"])
def test_every_chooser_refuses_an_identifier_that_is_none(editor, foreign, value) -> None:
    choosers = [each for each in listings() if each.name.endswith("chosen_multiple")]
    codes = {
        each.route: editor.get(
            each.filled(foreign.samples, foreign.special), {"id": value}
        ).status_code
        for each in choosers
    }
    assert len(codes) >= 8
    assert set(codes.values()) == {400}


def test_a_chooser_still_takes_several(editor, foreign) -> None:
    address = reverse("wagtailadmin_choose_page_chosen_multiple")
    chosen = editor.get(address, {"id": [foreign.course.pk, foreign.lesson.pk]})
    assert chosen.status_code == 200
    assert len(chosen.json()["result"]) == 2


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ('"chuyển đổi" số', "chuyển đổi số"),
        ("so\x00bo", "so bo"),
        ("( * đ '", "đ"),
        ("a " * 100, " ".join("a" * 40)),
        ("x" * 5000, "x" * 100),
        (" \t ", ""),
    ],
)
def test_only_words_are_searched_for(asked, read) -> None:
    assert readable(asked) == read
