"""What a row was called on a day stays known, whoever changes it and however."""

import datetime as dt

import pytest
from django.utils import timezone

from lms.accounts.models import User
from lms.agencies.models import Position, Rank
from lms.core.former import FactsOn, FormerFacts

MAY, JULY = dt.date(2026, 5, 10), dt.date(2026, 7, 1)


def moment(day: dt.date, hour: int = 9) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


def rename(rank: Rank, name: str, day: dt.date, hour: int = 9) -> None:
    rank.name = name
    rank.save()
    FormerFacts.objects.filter(pk=FormerFacts.objects.latest("pk").pk).update(
        until=moment(day, hour)
    )


def name_on(rank: Rank, day: dt.date) -> str:
    read = Rank.objects.get(pk=rank.pk)
    FactsOn(day, [Rank]).restore(read)
    return read.name


def test_a_new_row_and_one_saved_as_it_was_have_no_former_facts(cast):
    rank = Rank.objects.create(code="01.004", name="Cán sự")
    rank.save()
    cast.lan.language = "en"
    cast.lan.save()
    cast.lan.full_name = "Tên chưa ghi lại"
    cast.lan.save(update_fields=["language"])
    assert not FormerFacts.objects.exists()


def test_each_day_has_the_name_that_stood_at_its_end(cast):
    rank = Rank.objects.create(code="01.004", name="Cán sự")
    rename(rank, "Cán sự viên", MAY, 8)
    rename(rank, "Cán sự bậc một", MAY, 17)
    rename(rank, "Cán sự bậc hai", JULY)
    told = {day: name_on(rank, day) for day in (MAY - dt.timedelta(1), MAY, JULY - dt.timedelta(1))}
    assert list(told.values()) == ["Cán sự", "Cán sự bậc một", "Cán sự bậc một"]
    assert name_on(rank, JULY) == "Cán sự bậc hai"


def test_the_name_of_one_is_not_that_of_another(cast):
    rank = Rank.objects.create(code="01.004", name="Cán sự")
    position = Position.objects.create(pk=rank.pk, code="can-su", name="Vị trí")
    rename(rank, "Cán sự viên", JULY)
    facts = FactsOn(MAY, [Rank, Position])
    assert facts.of(Rank, rank.pk)["name"] == "Cán sự"
    assert facts.of(Position, position.pk) == {}
    assert facts.of(Rank, cast.rank.pk) == {}
    assert FactsOn(MAY, [Position]).of(Rank, rank.pk) == {}


@pytest.mark.parametrize("fields", [None, ["full_name", "sort_key", "folded_name"]])
def test_whatever_saves_a_person_keeps_the_former_name(cast, fields):
    cast.lan.full_name = "Trần Thị Lan Anh"
    cast.lan.save(update_fields=fields)
    facts = FactsOn(MAY, [User]).of(User, cast.lan.pk)
    assert (facts["full_name"], facts["official_code"]) == ("Trần Thị Lan", "lan")


def test_today_nothing_is_asked(cast, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert FactsOn(timezone.localdate(), [User]).of(User, cast.lan.pk) == {}
    with django_assert_num_queries(1):
        FactsOn(timezone.localdate() - dt.timedelta(days=1), [User])
