"""The number of a legal basis leads to its text."""

import pytest
from django.core.exceptions import ValidationError

from courses.models import CourseLegalBasis


@pytest.fixture
def search(settings):
    settings.LEGAL_SEARCH_URL = "https://luat.example/?q={number}"


def test_an_address_of_its_own_comes_first(search):
    basis = CourseLegalBasis(number="30/2020/NĐ-CP", url="https://luat.example/30-2020")
    assert basis.text_address == "https://luat.example/30-2020"


def test_otherwise_the_number_is_looked_up(search):
    basis = CourseLegalBasis(number="30/2020/NĐ-CP & 1")
    assert basis.text_address == "https://luat.example/?q=30%2F2020%2FN%C4%90-CP%20%26%201"


def test_without_a_place_to_look_there_is_no_link(search, settings, client, cast, taught):
    basis = CourseLegalBasis.objects.create(
        course=taught.course, number="30/2020/NĐ-CP", title="Về công tác văn thư", sort_order=0
    )
    text = client.get(taught.course.url).content.decode()
    assert f'href="{basis.text_address}"' in text
    settings.LEGAL_SEARCH_URL = ""
    text = client.get(taught.course.url).content.decode()
    assert "30/2020/NĐ-CP" in text
    assert "luat.example" not in text


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://luat.example/x", "//luat.example"])
def test_an_address_that_is_no_page_is_refused_and_never_linked(search, cast, taught, url):
    basis = CourseLegalBasis(course=taught.course, number="1", title="Một", url=url)
    assert basis.text_address.startswith("https://luat.example/?q=")
    with pytest.raises(ValidationError, match="URL"):
        basis.full_clean()
