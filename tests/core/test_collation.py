"""Listings of the CMS stand in the order of the Vietnamese alphabet."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db.models import F
from django.db.models.expressions import OrderBy
from django.db.models.functions import Collate
from wagtail.models import Page

from assessments.models import QuestionBank
from certificates.models import CertificateDesign
from courses.models import Topic
from lms.accounts.models import User
from lms.agencies.models import Position
from lms.core.collation import (
    VIETNAMESE,
    alphabetical,
    compare,
    in_vietnamese_order,
    teach_sqlite,
)
from lms.core.text import text_sort_key

IN_ORDER = ["3 bước", "An toàn", "Ăn uống", "Ấn phẩm", "Dữ liệu", "Đạo đức", "Ích lợi", "Ổn định"]


def test_titles_are_sorted_by_the_alphabet_and_not_by_code_points():
    assert sorted(IN_ORDER, key=text_sort_key) == IN_ORDER
    assert sorted(IN_ORDER) != IN_ORDER


@pytest.mark.parametrize(
    ("left", "right", "result"), [("Dân", "Đạt", -1), ("Zalo", "Đạt", 1), ("bài", "Bài", 0)]
)
def test_two_texts_are_compared(left, right, result):
    assert compare(left, right) == result


@pytest.mark.parametrize(
    ("name", "is_written"),
    [
        ("name", True),  # a text of one line
        ("note", True),
        ("document_kind", False),  # has choices
        ("background", False),  # leads to another table
        ("pk", False),
        ("no_such_field", False),
    ],
)
def test_only_what_people_write_is_put_into_the_order_of_the_alphabet(name, is_written):
    designs = CertificateDesign.objects.all()
    for sign in ("", "-"):
        ordering = in_vietnamese_order(designs, f"{sign}{name}")
        if is_written:
            assert isinstance(ordering, OrderBy)
            assert ordering.descending is (sign == "-")
            assert ordering.expression == alphabetical(name)
        else:
            assert ordering == f"{sign}{name}"


def test_texts_of_many_lines_are_put_into_order_and_codes_are_not():
    users = User.objects.all()
    assert in_vietnamese_order(users, "email") == "email"
    assert in_vietnamese_order(Page.objects.all(), "slug") == "slug"
    assert isinstance(in_vietnamese_order(Page.objects.all(), "search_description"), OrderBy)


def test_an_expression_stays_as_it_is():
    ordering = F("name").desc()
    assert in_vietnamese_order(CertificateDesign.objects.all(), ordering) is ordering


def test_only_sqlite_is_taught_what_postgresql_knows():
    taught: list[tuple[object, ...]] = []
    for vendor in ("sqlite", "postgresql"):
        raw = SimpleNamespace(create_collation=lambda *given: taught.append(given))
        connection: Any = SimpleNamespace(vendor=vendor, connection=raw)
        teach_sqlite(connection)
    assert taught == [(VIETNAMESE, compare)]


def test_the_database_knows_the_alphabet(cast):
    for title in reversed(IN_ORDER):
        cast.site.home.add_child(instance=Page(title=title, slug=f"p-{len(title)}-{ord(title[0])}"))
    written = Page.objects.child_of(cast.site.home).filter(title__in=IN_ORDER)
    assert list(written.order_by(Collate("title", VIETNAMESE)).values_list("title", flat=True)) == (
        IN_ORDER
    )


@pytest.mark.parametrize(
    ("ordering", "expected"), [("title", IN_ORDER), ("-title", IN_ORDER[::-1])]
)
def test_pages_are_listed_in_vietnamese_order(cast, signed_in, ordering, expected):
    for title in ("Ổn định", "3 bước", *IN_ORDER[1:-1]):
        cast.site.home.add_child(instance=Page(title=title, slug=f"p-{len(title)}-{ord(title[0])}"))
    response = signed_in(cast.admin).get(f"/cms/pages/{cast.site.home.pk}/?ordering={ordering}")
    listed = [page.title for page in response.context["object_list"]]
    assert [title for title in listed if title in IN_ORDER] == expected


def test_searching_in_a_listing_still_works_with_an_order(cast, signed_in):
    cast.site.home.add_child(instance=Page(title="Đạo đức", slug="dao-duc"))
    client = signed_in(cast.admin)
    for path in (f"/cms/pages/{cast.site.home.pk}/", "/cms/images/", "/cms/users/"):
        assert client.get(f"{path}?q=dao&ordering=title").status_code == 200


@pytest.mark.parametrize("model", [Position, Topic, QuestionBank, CertificateDesign])
def test_what_is_chosen_from_a_list_stands_in_vietnamese_order(cast, model):
    own = {
        Position: {"code": "{}"},
        Topic: {"slug": "{}"},
        QuestionBank: {"code": "{}", "catalogue": cast.site.catalogue},
        CertificateDesign: {},
    }[model]
    for number, name in enumerate(reversed(IN_ORDER)):
        fields = {k: v.format(number) if isinstance(v, str) else v for k, v in own.items()}
        model.objects.create(name=name, **fields)
    listed = model.objects.filter(name__in=IN_ORDER)
    assert [row.name for row in listed] == IN_ORDER
