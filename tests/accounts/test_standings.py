"""When an account was closed, and opened again, stays known, whoever did it and however."""

import datetime as dt

from django.utils import timezone

from lms.accounts.models import AccountStanding, User


def standings() -> list[tuple[str, bool]]:
    rows = AccountStanding.objects.order_by("pk")
    return [(row.account.official_code, row.may_sign_in) for row in rows]


def test_an_account_that_has_always_been_open_has_no_row(cast):
    cast.lan.full_name = "Trần Thị Lan Anh"
    cast.lan.save()
    assert standings() == []


def test_closing_and_opening_are_rows_and_saving_again_is_none(cast):
    for is_active in (False, False, True):
        cast.lan.is_active = is_active
        cast.lan.save()
    cast.lan.save(update_fields=["full_name"])
    assert standings() == [("lan", False), ("lan", True)]


def test_an_account_that_is_made_closed_says_so(db):
    User.objects.create(official_code="moi", full_name="Người Mới", is_active=False)
    assert standings() == [("moi", False)]


def test_many_closed_at_once_are_rows_too(cast, signed_in):
    path = f"/cms/bulk/accounts/user/set_active_state/?next=/cms/&id={cast.lan.pk}&id={cast.nga.pk}"
    signed_in(cast.admin).post(path, {"mark_as_active": "False"})
    assert set(standings()) == {("lan", False), ("nga", False)}
    assert not User.objects.filter(official_code__in=["lan", "nga"], is_active=True).exists()


def test_the_last_row_up_to_the_end_of_a_day_counts(cast):
    march = timezone.make_aware(dt.datetime(2026, 3, 1, 23, 59))
    for may_sign_in in (True, False):
        AccountStanding.objects.create(account=cast.lan, may_sign_in=may_sign_in, since=march)
    closed = AccountStanding.objects.closed_on
    assert not closed(dt.date(2026, 2, 28)).exists()
    assert closed(dt.date(2026, 3, 1)).get().account == cast.lan
