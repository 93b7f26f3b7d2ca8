"""A catalogue of a few courses is quiet; filters come when there are many."""

import pytest

from lms.enrolments.catalogue import FEW
from tests.courses.makers import make_course

FILTERS = '<form class="filters"'


@pytest.fixture
def catalogue(cast, client):
    def of(number: int) -> str:
        for each in range(number):
            make_course(cast, title=f"Khóa {each}", code=f"K-{each}")
        return client.get("/courses/").content.decode()

    return of


def test_few_courses_need_no_filters(catalogue):
    assert FILTERS not in catalogue(FEW)


def test_many_courses_have_them_and_one_search_box_in_all(catalogue, client):
    page = catalogue(FEW + 1)
    filters = page.partition(FILTERS)[2].partition("</form>")[0]
    assert 'name="topic"' in filters
    assert 'type="search"' not in filters


def test_whoever_filtered_finds_the_way_back_however_few_are_left(catalogue, client):
    catalogue(1)
    page = client.get("/courses/?length=short").content.decode()
    assert FILTERS in page


def test_filters_keep_the_words_that_were_looked_for(catalogue, client):
    catalogue(1)
    page = client.get("/courses/?q=khoa").content.decode()
    assert '<input type="hidden" name="q" value="khoa"' in page
