"""A change of a password is there together with the mail that tells its owner, or not at all."""

import pytest
from django.test import Client

from lms.notifications.models import Delivery
from tests.cast import PASSWORD
from tests.notifications.mails import delivered

NEW = "Mật-khẩu-mới-hơn-2027"
CHANGE = "/accounts/password/change/"


@pytest.fixture
def lan(cast) -> Client:
    client = Client(raise_request_exception=False)
    client.post("/accounts/login/", {"login": "lan", "password": PASSWORD})
    return client


def change(client: Client) -> int:
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    return client.post(CHANGE, form).status_code


def test_the_owner_of_a_changed_password_is_told(cast, lan):
    assert change(lan) == 302
    (mail,) = delivered()
    assert mail.to == [cast.lan.email]
    cast.lan.refresh_from_db()
    assert cast.lan.check_password(NEW)


def test_a_password_is_not_changed_when_its_owner_cannot_be_told(cast, lan, monkeypatch):
    def fail(**fields: object) -> None:
        raise RuntimeError("the process ends here")

    monkeypatch.setattr(Delivery.objects, "create", fail)
    assert change(lan) == 500
    cast.lan.refresh_from_db()
    assert cast.lan.check_password(PASSWORD)
    assert not Delivery.objects.exists()
