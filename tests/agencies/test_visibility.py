"""The one gate: which agencies, and which people, somebody may see on a day."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from lms.agencies.access import (
    VisibleAgencies,
    has_staff_duties,
    manages_an_agency,
    manages_an_agency_today,
    visible_agencies,
)
from lms.agencies.models import Posting, PostingKind
from lms.agencies.services import appoint, grant_role
from lms.agencies.tree import tree_as_of

DAY = dt.date(2026, 1, 1)


def names(people) -> set[str]:
    return {person.official_code for person in people}


def test_a_manager_sees_the_own_agency_and_those_below(cast):
    visible = visible_agencies(cast.minh, DAY)
    assert visible
    assert set(visible.agencies()) == {cast.science, cast.centre}
    assert cast.centre.pk in visible
    assert cast.justice.pk not in visible
    assert cast.province.pk not in visible


def test_a_manager_sees_the_people_who_count_in_the_own_agencies(cast):
    visible = visible_agencies(cast.minh, DAY)
    assert names(visible.people()) == {"lan", "nga", "minh"}
    assert names(visible.people_of(cast.centre)) == {"nga"}
    assert names(visible.people_of(cast.justice)) == set()
    assert names(visible.people_of(cast.province)) == set()


def test_a_post_that_does_not_count_makes_nobody_visible(cast):
    appoint(
        learner=cast.hung,
        agency=cast.science,
        position=cast.lan.postings.get().position,
        effective_on=DAY,
        kind=PostingKind.CONCURRENT,
    )
    assert "hung" not in names(visible_agencies(cast.minh, DAY).people())


@pytest.mark.parametrize("who", ["lan", "anonymous"])
def test_who_looks_after_nothing_sees_no_agency_and_nobody(cast, who):
    user = AnonymousUser() if who == "anonymous" else cast.lan
    visible = visible_agencies(user, DAY)
    assert not visible
    assert not visible.agencies().exists()
    assert not visible.people().exists()
    assert not visible.people_of(cast.science).exists()


def test_an_administrator_sees_every_agency_and_the_whole_register(cast):
    visible = visible_agencies(cast.admin, DAY)
    assert visible
    assert visible.agencies().count() == 4
    assert {"approver", "lan", "hung"} <= names(visible.people())


def test_an_administrator_who_may_no_longer_sign_in_sees_nothing(cast):
    cast.admin.is_active = False
    cast.admin.save()
    assert not visible_agencies(cast.admin, DAY)


def test_the_first_of_what_is_visible_have_none_visible_above_them(cast):
    tree = tree_as_of(DAY)
    grant_role(user=cast.minh, agency=cast.centre, effective_on=DAY)
    assert visible_agencies(cast.minh, DAY).roots(tree) == [cast.science.pk]
    assert VisibleAgencies(DAY, None).roots(tree) == [cast.province.pk]


def test_everybody_counts_once(cast):
    assert Posting.objects.counting_on(DAY).count() == 5


def request_of(user):
    request = RequestFactory().get("/")
    request.user = user
    return request


def test_for_whoever_looks_after_nothing_the_tree_is_not_read(cast):
    with CaptureQueriesContext(connection) as captured:
        visible_agencies(cast.lan, DAY)
    assert "agencies_agencyversion" not in " ".join(query["sql"] for query in captured)


def test_managers_and_administrators_alone_have_an_agency_to_look_after(cast):
    users = [cast.lan, cast.hung, cast.trainer, AnonymousUser(), cast.minh, cast.phuc, cast.admin]
    expected = [False] * 4 + [True] * 3
    assert [manages_an_agency(user) for user in users] == expected
    assert [manages_an_agency_today(request_of(user)) for user in users] == expected


def test_a_request_asks_once_whether_somebody_looks_after_an_agency(
    cast, django_assert_num_queries
):
    request = request_of(cast.minh)
    assert manages_an_agency_today(request)
    with django_assert_num_queries(0):
        assert manages_an_agency_today(request)


def test_editors_managers_and_staff_have_duties_and_learners_and_visitors_none(cast):
    cast.nga.is_staff = True
    cast.nga.save()
    on_duty = [cast.trainer, cast.approver, cast.minh, cast.admin, cast.nga]
    assert all(has_staff_duties(request_of(user)) for user in on_duty)
    assert not any(
        has_staff_duties(request_of(user)) for user in (cast.lan, cast.hung, AnonymousUser())
    )
