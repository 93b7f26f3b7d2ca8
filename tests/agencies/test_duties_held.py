"""What processes keep in memory about rights: given within half a minute, taken away at once."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.accounts.models import User
from lms.agencies.models import AgencyRole
from tests.cast import FIRST_DAY
from tests.held import hold

ACTIVATE = "/accounts/2fa/totp/activate/"
MY_AGENCY = 'href="/agency/"'


@pytest.fixture
def clock(monkeypatch) -> list[float]:
    now = [1000.0]
    hold(monkeypatch)
    monkeypatch.setattr("lms.core.held.time.monotonic", lambda: now[0])
    return now


@pytest.fixture
def second_factor_for(settings):
    settings.LMS_SECOND_FACTOR_REQUIRED_FOR = "staff"

    def wanted_of(whom: str) -> None:
        settings.LMS_SECOND_FACTOR_REQUIRED_FOR = whom

    return wanted_of


def test_attack_5_a_new_role_asks_for_the_second_factor_within_a_minute(
    cast, signed_in, clock, second_factor_for
):
    client = signed_in(cast.lan)
    assert client.get("/accounts/").status_code == 200
    AgencyRole.objects.create(user=cast.lan, agency=cast.science, valid_from=FIRST_DAY)
    clock[0] += 30
    assert client.get("/accounts/").url == ACTIVATE


def test_attack_5_joining_a_group_asks_for_the_second_factor_within_a_minute(
    cast, signed_in, clock, second_factor_for
):
    client = signed_in(cast.lan)
    assert client.get("/accounts/").status_code == 200
    cast.lan.groups.add(cast.site.trainers)
    clock[0] += 30
    assert client.get("/accounts/").url == ACTIVATE


def test_attack_5_giving_the_second_factor_up_counts_within_a_minute(
    cast, signed_in, clock, second_factor_for
):
    TOTP.activate(cast.minh, "JBSWY3DPEHPK3PXP")
    client = signed_in(cast.minh)
    assert client.get("/accounts/").status_code == 200
    Authenticator.objects.filter(user=cast.minh).delete()
    clock[0] += 30
    assert client.get("/accounts/").url == ACTIVATE


def test_setting_the_second_factor_up_counts_at_once(cast, signed_in, clock, second_factor_for):
    client = signed_in(cast.minh)
    assert client.get("/accounts/").url == ACTIVATE
    TOTP.activate(cast.minh, "JBSWY3DPEHPK3PXP")
    assert client.get("/accounts/").status_code == 200


def test_attack_3_a_role_that_ends_closes_every_page_at_once(cast, signed_in, clock):
    client = signed_in(cast.minh)
    assert client.get("/agency/so-a/").status_code == 200
    AgencyRole.objects.filter(user=cast.minh).update(valid_to=dt.date(2021, 1, 1))
    assert client.get("/agency/so-a/").status_code == 404
    assert MY_AGENCY not in client.get("/accounts/").content.decode()


def test_attack_3_leaving_the_group_closes_the_cms_at_once(cast, signed_in, clock):
    client = signed_in(cast.trainer)
    assert client.get("/cms/").status_code == 200
    cast.trainer.groups.clear()
    assert client.get("/cms/", follow=True).status_code == 403


def test_attack_3_a_closed_account_is_out_at_once_whatever_is_held(cast, signed_in, clock):
    client = signed_in(cast.minh)
    assert client.get("/agency/so-a/").status_code == 200
    User.objects.filter(pk=cast.minh.pk).update(is_active=False)
    assert client.get("/agency/so-a/").status_code == 302


def test_a_new_manager_finds_the_way_to_the_agency_within_a_minute(cast, signed_in, clock):
    client = signed_in(cast.lan)
    assert MY_AGENCY not in client.get("/accounts/").content.decode()
    AgencyRole.objects.create(user=cast.lan, agency=cast.science, valid_from=FIRST_DAY)
    assert client.get("/agency/so-a/").status_code == 200
    clock[0] += 30
    assert MY_AGENCY in client.get("/accounts/").content.decode()


@pytest.mark.parametrize("whom", ["staff", "all"])
def test_the_second_factor_asks_nothing_of_the_database(
    cast, signed_in, clock, second_factor_for, whom
):
    second_factor_for(whom)
    TOTP.activate(cast.lan, "JBSWY3DPEHPK3PXP")
    client = signed_in(cast.lan)
    client.get("/my/learning/")
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/my/learning/").status_code == 200
    asked = " ".join(query["sql"] for query in captured)
    tables = ("mfa_authenticator", "agencies_agencyrole", "auth_permission", "user_groups")
    assert [table for table in tables if table in asked] == []
