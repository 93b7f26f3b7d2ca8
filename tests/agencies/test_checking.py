"""An agency and those that belong to it are checked against the whole tree."""

import datetime as dt

import pytest

from lms.agencies.exceptions import CycleInTree, VersionsDoNotFit
from lms.agencies.models import AgencyVersion
from lms.agencies.services import check_versions
from tests.cast import FIRST_DAY

MARCH_1 = dt.date(2025, 3, 1)
JULY_1 = dt.date(2025, 7, 1)


def test_a_tree_in_order_passes(cast, django_assert_num_queries):
    for agency in (cast.province, cast.science, cast.centre, cast.justice):
        with django_assert_num_queries(1):
            check_versions(agency=agency)


def test_a_gap_between_the_versions_of_an_agency_is_refused(cast):
    cast.science.versions.update(valid_to=MARCH_1)
    AgencyVersion.objects.create(
        agency=cast.science,
        name="Sở Mới",
        kind="department",
        parent=cast.province,
        valid_from=JULY_1,
    )
    with pytest.raises(VersionsDoNotFit, match="01/03/2025"):
        check_versions(agency=cast.science)


def test_an_agency_without_the_one_it_belongs_to_is_refused(cast):
    cast.science.versions.update(valid_to=MARCH_1)
    with pytest.raises(VersionsDoNotFit, match="01/01/2020"):
        check_versions(agency=cast.centre)


def test_an_agency_that_ceases_before_those_that_belong_to_it_is_refused(cast):
    cast.science.versions.update(valid_to=MARCH_1)
    with pytest.raises(VersionsDoNotFit):
        check_versions(agency=cast.science)
    cast.centre.versions.update(valid_to=MARCH_1)
    check_versions(agency=cast.science)


def test_a_fault_elsewhere_is_none_of_this_agency(cast):
    cast.science.versions.update(valid_to=MARCH_1)
    check_versions(agency=cast.justice)
    check_versions(agency=cast.province)


def test_a_circle_is_refused_wherever_it_is_seen_from(cast):
    cast.science.versions.filter(valid_from=FIRST_DAY).update(parent=cast.centre)
    for agency in (cast.science, cast.centre, cast.justice):
        with pytest.raises(CycleInTree):
            check_versions(agency=agency)
