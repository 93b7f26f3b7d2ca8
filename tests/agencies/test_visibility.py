import datetime as dt

from lms.agencies.models import Agency, Posting

DAY = dt.date(2026, 1, 1)


def test_a_manager_sees_the_own_agency_and_those_below(cast):
    assert set(Agency.objects.visible_to(cast.minh, DAY)) == {cast.science, cast.centre}


def test_a_learner_sees_no_agency(cast):
    assert not Agency.objects.visible_to(cast.lan, DAY).exists()


def test_an_administrator_sees_every_agency(cast):
    assert Agency.objects.visible_to(cast.admin, DAY).count() == 4


def test_everybody_counts_once(cast):
    assert Posting.objects.counting_on(DAY).count() == 5
