"""The list of mails in the CMS: who sees it, what is decided there, what the dashboard says."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from lms.notifications.models import Delivery, DeliveryState

INDEX = "/cms/mails/"


@pytest.fixture
def doubtful(cast):
    return Delivery.objects.create(
        user=cast.lan,
        address="lan@tinh.example",
        subject="Mật khẩu đã đổi",
        body="Nội dung",
        state=DeliveryState.IN_DOUBT,
        sending_since=timezone.now(),
    )


def address(act: str, delivery) -> str:
    return reverse(f"delivery:{act}", args=[delivery.pk])


def test_an_administrator_finds_mails_by_state_and_by_person(cast, signed_in, doubtful):
    Delivery.objects.create(address="khac@tinh.example", subject="Khác", body="x")
    client = signed_in(cast.admin)
    page = client.get(INDEX).content.decode()
    assert "Mật khẩu đã đổi" in page
    assert f'href="{address("inspect", doubtful)}"' in page
    assert "Khác" in page
    page = client.get(INDEX, {"state": ["in_doubt", "given_up"]}).content.decode()
    assert "Mật khẩu đã đổi" in page
    assert "khac@tinh.example" not in page
    page = client.get(INDEX, {"q": "tran thi lan"}).content.decode()
    assert "Mật khẩu đã đổi" in page
    assert "khac@tinh.example" not in page


def test_the_text_of_a_mail_is_shown_to_nobody(cast, signed_in, doubtful):
    page = signed_in(cast.admin).get(address("inspect", doubtful)).content.decode()
    assert doubtful.message_id.strip("<>") in page
    assert "Nội dung</" not in page


@pytest.mark.parametrize("who", ["trainer", "approver", "lan", "nga"])
def test_nobody_else_sees_or_decides(cast, signed_in, doubtful, who):
    client = signed_in(getattr(cast, who))
    for path in (INDEX, address("inspect", doubtful)):
        assert client.get(path).status_code == 302
    for act in ("send_again", "consider_sent"):
        assert client.get(address(act, doubtful)).status_code == 302
        assert client.post(address(act, doubtful)).status_code == 302
    doubtful.refresh_from_db()
    assert doubtful.state == DeliveryState.IN_DOUBT


@pytest.mark.parametrize(
    ("act", "state", "action"),
    [
        ("send_again", DeliveryState.WAITING, "notifications.send_again"),
        ("consider_sent", DeliveryState.SENT, "notifications.consider_sent"),
    ],
)
def test_a_decision_is_asked_for_made_by_post_and_on_record(
    cast, signed_in, doubtful, act, state, action
):
    client = signed_in(cast.admin)
    assert address(act, doubtful) in client.get(address("inspect", doubtful)).content.decode()
    assert client.get(address(act, doubtful)).status_code == 200
    doubtful.refresh_from_db()
    assert doubtful.state == DeliveryState.IN_DOUBT
    assert client.post(address(act, doubtful)).status_code == 302
    doubtful.refresh_from_db()
    assert doubtful.state == state
    entry = ModelLogEntry.objects.get(action=action)
    assert entry.user == cast.admin


def test_deciding_twice_says_that_there_is_nothing_to_decide(cast, signed_in, doubtful):
    cast.admin.language = "en"
    cast.admin.save()
    client = signed_in(cast.admin)
    client.post(address("consider_sent", doubtful))
    page = client.post(address("consider_sent", doubtful), follow=True).content.decode()
    assert "nothing to decide" in page
    assert ModelLogEntry.objects.filter(action="notifications.consider_sent").count() == 1


def test_the_dashboard_tells_those_who_decide_and_nobody_else(cast, signed_in, doubtful):
    link = f"{INDEX}?state=in_doubt&amp;state=given_up"
    assert link in signed_in(cast.admin).get("/cms/").content.decode()
    assert link not in signed_in(cast.trainer).get("/cms/").content.decode()
    Delivery.objects.update(state=DeliveryState.SENT, sent_at=timezone.now())
    assert link not in signed_in(cast.admin).get("/cms/").content.decode()


def test_no_address_of_the_cms_writes_or_deletes_mails(cast, signed_in, doubtful):
    client = signed_in(cast.admin)
    for act in ("edit", "delete"):
        client.post(f"{INDEX}{act}/{doubtful.pk}/", {"state": "sent"})
    doubtful.refresh_from_db()
    assert doubtful.state == DeliveryState.IN_DOUBT
