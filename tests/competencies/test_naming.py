"""Competencies are found by the names that files give them."""

import pytest

from lms.competencies.models import Competency, Framework
from lms.competencies.naming import CompetencyNames

pytestmark = pytest.mark.django_db


def make(framework: str, version: str, code: str) -> Competency:
    made, _created = Framework.objects.get_or_create(code=framework, version=version)
    return Competency.objects.create(framework=made, code=code, name=code)


def test_a_code_alone_is_one_of_the_platform_s_own_framework():
    make("TT02", "2025", "CT01")
    own = make("CT", "1", "CT01")
    assert CompetencyNames().find("CT01") == own


def test_a_framework_is_named_before_the_colon_in_capitals_or_not():
    other = make("TT02", "2025", "1.1")
    names = CompetencyNames()
    assert names.find("TT02:1.1") == names.find(" tt02:1.1 ") == other


def test_of_several_versions_the_newest_is_meant():
    newest = make("TT02", "2027", "1.1")
    make("TT02", "2025", "1.1")
    assert CompetencyNames().find("TT02:1.1") == newest


@pytest.mark.parametrize("name", ["", "CT99", "TT02:9", "nobody:CT01", ":"])
def test_what_nobody_has_defined_is_not_found(name):
    make("CT", "1", "CT01")
    assert CompetencyNames().find(name) is None


def test_a_file_of_many_questions_costs_one_query(django_assert_num_queries):
    make("CT", "1", "CT01")
    with django_assert_num_queries(1):
        names = CompetencyNames()
        assert [names.find("CT01") for _n in range(20)]
