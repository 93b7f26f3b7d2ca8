"""A mail is a row from the moment it is owed; it goes out once, or a person decides."""

import datetime as dt

import pytest
from django.core.mail import EmailMessage, send_mail
from django.db import transaction
from django.utils import timezone

from lms.accounts.mails import WrittenMail, owe_password_link
from lms.notifications import delivering
from lms.notifications.delivering import (
    IN_DOUBT_AFTER,
    PAUSES,
    deliver,
    deliver_due,
    mark_in_doubt,
    server_is_away,
)
from lms.notifications.exceptions import NothingToDecide
from lms.notifications.kinds import MailKind, _kinds, register_mail
from lms.notifications.models import Delivery, DeliveryState
from lms.notifications.services import consider_sent, post_mail, send_again
from lms.notifications.tasks import deliver_mail
from tests.notifications import servers
from tests.notifications.mails import delivered

NOW = dt.datetime(2026, 11, 20, 8, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _empty_servers():
    servers.TAKEN.clear()


@pytest.fixture
def kind():
    """Return the name of a kind of mails that can be gone or broken."""
    register_mail(MailKind("tests.kind", "A mail of tests", write))
    yield "tests.kind"
    del _kinds["tests.kind"]


def write(user, about):
    if about == "gone":
        return None
    if about == "broken":
        raise ValueError("nothing to write about")
    return WrittenMail(f"About {about}", f"Dear {user.full_name}")


@pytest.fixture
def owed(cast, kind):
    return post_mail(kind=kind, user=cast.lan, key="once", about="tests:1", now=NOW)


def by(settings, kind: type) -> None:
    settings.LMS_MAIL_BACKEND = servers.server(kind)


def state_of(delivery) -> str:
    return Delivery.objects.get(pk=delivery.pk).state


def test_asking_again_with_the_same_key_owes_nothing_more(cast, kind, owed):
    again = post_mail(kind=kind, user=cast.lan, key="once", about="tests:2")
    assert again == owed
    assert len(delivered()) == 1


def test_asking_again_asks_no_worker_again(cast, kind, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as asked:
        for _again in range(2):
            post_mail(kind=kind, user=cast.lan, key="once")
    assert len(asked) == 1


def test_a_kind_that_no_room_has_registered_is_refused_at_once(cast):
    with pytest.raises(KeyError):
        post_mail(kind="tests.unknown", user=cast.lan, key="x")


def test_the_row_says_that_it_is_being_sent_before_the_server_hears_of_it(owed, settings):
    by(settings, servers.Taking)
    assert deliver(delivery_id=owed.pk, now=NOW) == DeliveryState.SENT
    ((message, state),) = servers.TAKEN
    assert state == DeliveryState.SENDING
    assert message.to == ["lan@tinh.example"]
    assert servers.name_of(message) == owed.message_id
    kept = Delivery.objects.get()
    assert (kept.state, kept.tries, kept.address) == (DeliveryState.SENT, 1, "lan@tinh.example")
    assert kept.sent_at is not None


def test_the_claim_is_committed_or_refused_inside_another_transaction(owed):
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        deliver(delivery_id=owed.pk, now=NOW)


def test_what_is_sent_is_not_sent_again(owed, settings):
    by(settings, servers.Taking)
    assert deliver_due(now=NOW) == 1
    assert deliver(delivery_id=owed.pk, now=NOW) is None
    assert deliver_due(now=NOW + dt.timedelta(days=30)) == 0
    assert len(servers.TAKEN) == 1


def test_another_worker_that_was_faster_leaves_nothing_to_send(owed, settings, monkeypatch):
    by(settings, servers.Taking)
    find = delivering._write

    def write_while_another_sends(delivery):
        monkeypatch.setattr(delivering, "_write", find)
        deliver(delivery_id=owed.pk, now=NOW)
        return find(delivery)

    monkeypatch.setattr(delivering, "_write", write_while_another_sends)
    assert deliver(delivery_id=owed.pk, now=NOW) is None
    assert len(servers.TAKEN) == 1


@pytest.mark.parametrize("kind_of_server", [servers.Refusing, servers.Unreachable])
def test_what_the_server_did_not_take_is_tried_again_after_growing_pauses(
    owed, settings, kind_of_server
):
    by(settings, kind_of_server)
    moment, pauses = NOW, []
    while deliver(delivery_id=owed.pk, now=moment) == DeliveryState.FAILED:
        assert deliver(delivery_id=owed.pk, now=moment) is None
        due = Delivery.objects.get().next_try_at
        pauses.append((due - moment).total_seconds() / 60)
        moment = due
    assert tuple(pauses) == PAUSES == tuple(sorted(PAUSES))
    given_up = Delivery.objects.get()
    assert given_up.state == DeliveryState.GIVEN_UP
    assert given_up.tries == len(PAUSES) + 1
    assert given_up.error
    assert deliver_due(now=moment + dt.timedelta(days=30)) == 0


def test_a_try_after_a_failure_has_the_same_name_and_arrives_once(owed, settings):
    by(settings, servers.Refusing)
    deliver_due(now=NOW)
    by(settings, servers.Taking)
    assert deliver_due(now=NOW + dt.timedelta(minutes=2)) == 1
    ((message, _state),) = servers.TAKEN
    assert servers.name_of(message) == owed.message_id
    assert Delivery.objects.get().error == ""


def test_what_may_have_left_when_the_line_broke_is_in_doubt(owed, settings):
    by(settings, servers.BreakingOff)
    assert deliver(delivery_id=owed.pk, now=NOW) == DeliveryState.IN_DOUBT
    assert deliver_due(now=NOW + dt.timedelta(days=30)) == 0
    assert len(servers.TAKEN) == 1


def test_a_server_that_is_left_badly_has_the_mail_all_the_same(owed, settings):
    by(settings, servers.LeavingBadly)
    assert deliver(delivery_id=owed.pk, now=NOW) == DeliveryState.SENT


def test_what_a_dead_process_was_sending_is_in_doubt_and_not_sent_by_itself(owed, settings):
    by(settings, servers.Taking)
    Delivery.objects.update(state=DeliveryState.SENDING, sending_since=NOW, tries=1)
    assert mark_in_doubt(now=NOW + IN_DOUBT_AFTER) == 0
    later = NOW + IN_DOUBT_AFTER + dt.timedelta(seconds=1)
    assert deliver_due(now=later) == 0
    assert state_of(owed) == DeliveryState.IN_DOUBT
    assert deliver_due(now=later + dt.timedelta(days=30)) == 0
    assert servers.TAKEN == []


def test_a_slow_process_may_still_say_that_a_mail_in_doubt_has_left(owed, settings, monkeypatch):
    by(settings, servers.Taking)
    hand_over = delivering._hand_over

    def slowly(message):
        mark_in_doubt(now=timezone.now() + dt.timedelta(hours=1))
        hand_over(message)

    monkeypatch.setattr(delivering, "_hand_over", slowly)
    assert deliver(delivery_id=owed.pk, now=NOW) == DeliveryState.SENT
    assert state_of(owed) == DeliveryState.SENT


def test_a_slow_process_does_not_undo_what_a_person_has_decided(cast, owed, settings, monkeypatch):
    by(settings, servers.Taking)
    hand_over = delivering._hand_over

    def slowly(message):
        mark_in_doubt(now=timezone.now() + dt.timedelta(hours=1))
        send_again(delivery=owed, decided_by=cast.admin, now=NOW)
        hand_over(message)

    monkeypatch.setattr(delivering, "_hand_over", slowly)
    deliver(delivery_id=owed.pk, now=NOW)
    assert state_of(owed) == DeliveryState.WAITING


def test_a_slow_process_says_nothing_about_the_try_of_another(cast, owed, settings, monkeypatch):
    by(settings, servers.Taking)
    hand_over = delivering._hand_over

    def slowly(message):
        mark_in_doubt(now=timezone.now() + dt.timedelta(hours=1))
        send_again(delivery=owed, decided_by=cast.admin, now=NOW)
        Delivery.objects.update(
            state=DeliveryState.SENDING, tries=1, sending_since=NOW + dt.timedelta(days=1)
        )
        hand_over(message)

    monkeypatch.setattr(delivering, "_hand_over", slowly)
    deliver(delivery_id=owed.pk, now=NOW)
    assert state_of(owed) == DeliveryState.SENDING


def test_a_mail_in_doubt_is_sent_again_by_a_person_under_its_name(cast, owed, settings):
    Delivery.objects.update(state=DeliveryState.IN_DOUBT, sending_since=NOW, tries=10)
    send_again(delivery=owed, decided_by=cast.admin, now=NOW)
    by(settings, servers.Taking)
    assert deliver_due(now=NOW) == 1
    ((message, _state),) = servers.TAKEN
    assert servers.name_of(message) == owed.message_id


def test_a_mail_in_doubt_can_be_considered_sent(cast, owed):
    Delivery.objects.update(state=DeliveryState.IN_DOUBT, sending_since=NOW)
    consider_sent(delivery=owed, decided_by=cast.admin)
    kept = Delivery.objects.get()
    assert (kept.state, kept.sent_at) == (DeliveryState.SENT, NOW)
    assert deliver_due(now=NOW + dt.timedelta(days=1)) == 0


@pytest.mark.parametrize("state", ["waiting", "sending", "failed", "sent", "not_needed"])
def test_nothing_is_decided_about_a_mail_that_goes_its_way(cast, owed, state):
    Delivery.objects.update(state=state, sending_since=NOW, sent_at=NOW)
    for decide in (send_again, consider_sent):
        with pytest.raises(NothingToDecide):
            decide(delivery=owed, decided_by=cast.admin)
    assert state_of(owed) == state


def test_a_mail_given_up_can_be_sent_again_but_not_be_called_sent(cast, owed):
    Delivery.objects.update(state=DeliveryState.GIVEN_UP)
    with pytest.raises(NothingToDecide):
        consider_sent(delivery=owed, decided_by=cast.admin)
    assert send_again(delivery=owed, decided_by=cast.admin).state == DeliveryState.WAITING


def test_who_left_meanwhile_and_what_is_no_news_any_more_is_not_written_to(cast, kind, owed):
    post_mail(kind=kind, user=cast.hung, key="gone", about="gone", now=NOW)
    type(cast.lan).objects.filter(pk=cast.lan.pk).update(is_active=False)
    assert delivered() == []
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.NOT_NEEDED}


def test_a_mail_that_cannot_be_written_holds_nobody_else_up(cast, kind):
    broken = post_mail(kind=kind, user=cast.hung, key="broken", about="broken", now=NOW)
    fine = post_mail(kind=kind, user=cast.lan, key="fine", about="tests:1", now=NOW)
    assert deliver_due(now=NOW) == 1
    assert state_of(broken) == DeliveryState.FAILED
    assert "nothing to write about" in Delivery.objects.get(pk=broken.pk).error
    assert state_of(fine) == DeliveryState.SENT


def test_a_long_line_of_mails_is_left_when_the_time_is_over(cast, kind):
    for number in range(3):
        post_mail(kind=kind, user=cast.lan, key=f"{number}", about="tests:1", now=NOW)
    assert deliver_due(now=NOW, seconds=-1) == 0
    assert deliver_due(now=NOW) == 3


def test_mails_of_libraries_are_rows_too_one_for_each_address(db):
    send_mail("Tiêu đề\r\nBcc: evil@evil.example", "Nội dung", None, ["a@x.example", "b@x.example"])
    assert Delivery.objects.filter(state=DeliveryState.WAITING).count() == 2
    first, second = delivered()
    assert (first.to, second.to) == (["a@x.example"], ["b@x.example"])
    assert first.body == "Nội dung"
    assert "\n" not in first.subject


def test_no_text_of_a_mail_stays_longer_than_it_is_needed(cast):
    send_mail("Tiêu đề", "Nội dung", None, ["a@x.example"])
    assert Delivery.objects.get().body == "Nội dung"
    delivered()
    assert Delivery.objects.get().body == ""


def test_the_text_of_a_mail_nobody_decides_about_is_forgotten_after_a_month(cast):
    send_mail("Tiêu đề", "Nội dung", None, ["a@x.example"])
    Delivery.objects.update(state=DeliveryState.GIVEN_UP, created_at=NOW)
    deliver_due(now=NOW + dt.timedelta(days=29))
    assert Delivery.objects.get().body == "Nội dung"
    deliver_due(now=NOW + dt.timedelta(days=31))
    assert Delivery.objects.get().body == ""
    with pytest.raises(NothingToDecide):
        send_again(delivery=Delivery.objects.get(), decided_by=cast.admin)


def test_mails_carry_no_attachments(db):
    message = EmailMessage("Tiêu đề", "Nội dung", to=["a@x.example"])
    message.attach("bang-diem.txt", "10", "text/plain")
    with pytest.raises(ValueError, match="no attachments"):
        message.send()
    assert not Delivery.objects.exists()


def test_a_password_link_is_stored_nowhere_and_new_at_every_try(cast, settings):
    owe_password_link(user=cast.lan, key="once")
    columns = " ".join(str(value) for value in Delivery.objects.values().get().values())
    assert "password/reset/key" not in columns
    (mail,) = delivered()
    assert "/accounts/password/reset/key/" in mail.body
    columns = " ".join(str(value) for value in Delivery.objects.values().get().values())
    assert "password/reset/key" not in columns


def test_while_the_server_is_away_one_mail_is_tried_and_the_others_wait(cast, kind, settings):
    by(settings, servers.Unreachable)
    for number in range(3):
        post_mail(kind=kind, user=cast.lan, key=f"{number}", about="tests:1")
    assert deliver_due() == 0
    assert sorted(Delivery.objects.values_list("tries", flat=True)) == [0, 0, 1]
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING)
    by(settings, servers.Taking)
    assert deliver_mail.func(waiting.values_list("pk", flat=True)[0]) is None
    a_minute_later = timezone.now() + dt.timedelta(seconds=61)
    assert not server_is_away(now=a_minute_later)
    assert deliver_due(now=a_minute_later) == 3


def test_one_mail_that_is_refused_holds_the_others_not_up(cast, kind, settings):
    by(settings, servers.Refusing)
    for number in range(3):
        post_mail(kind=kind, user=cast.lan, key=f"{number}", about="tests:1")
    deliver_due()
    assert set(Delivery.objects.values_list("tries", flat=True)) == {1}
