"""The holder of a new document hears of it at once, in their own language."""

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone

from certificates.services import revoke_certificate
from lms.notifications.models import Delivery, DeliveryState
from tests.certificates.samples import course_facts, issue
from tests.notifications.mails import delivered


@pytest.fixture
def issue_today(cast, design, django_capture_on_commit_callbacks):
    def issued(learner, **fields):
        with django_capture_on_commit_callbacks(execute=True):
            return issue(learner, design, issued_on=timezone.localdate(), **fields)

    return issued


def test_the_holder_is_told_where_the_document_is(cast, issue_today, mailoutbox, settings):
    certificate = issue_today(cast.lan)
    (mail,) = mailoutbox
    assert mail.to == [cast.lan.email]
    assert mail.subject == "Bạn đã hoàn thành khóa học “Từ chính quyền điện tử đến chính quyền số”"
    address = f"{settings.WAGTAILADMIN_BASE_URL}/my/certificates/{certificate.serial}/"
    assert address in mail.body
    assert certificate.get_verification_path() in mail.body
    assert certificate.register_number in mail.body
    assert "Trần Thị Lan" in mail.body
    assert not mail.attachments


def test_the_mail_is_in_the_language_of_its_reader(cast, issue_today, mailoutbox):
    cast.lan.language = "en"
    cast.lan.save()
    issue_today(cast.lan, expires_on=timezone.localdate() + dt.timedelta(days=365))
    (mail,) = mailoutbox
    assert mail.subject.startswith("You have completed")
    assert "It is valid through" in mail.body
    assert "Giấy" not in mail.body


def test_issuing_again_mails_nobody_again(cast, issue_today, mailoutbox):
    issue_today(cast.lan)
    issue_today(cast.lan)
    assert len(mailoutbox) == 1


def test_history_entered_later_is_no_news(
    cast, design, mailoutbox, django_capture_on_commit_callbacks
):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    with django_capture_on_commit_callbacks(execute=True):
        certificate = issue(cast.lan, design, issued_on=yesterday)
    certificate.refresh_from_db()
    assert certificate.pdf
    assert mailoutbox == []


def test_who_has_no_address_or_left_gets_no_mail(cast, issue_today, mailoutbox):
    cast.lan.email = None
    cast.lan.save()
    cast.hung.is_active = False
    cast.hung.save()
    issue_today(cast.lan)
    issue_today(cast.hung, source="enrolment:2")
    assert mailoutbox == []


def test_a_document_revoked_before_the_mail_goes_out_is_not_announced(cast, design):
    certificate = issue(cast.lan, design, issued_on=timezone.localdate())
    revoke_certificate(certificate=certificate, revoked_by=cast.admin, reason="Nhầm người")
    assert delivered() == []
    assert Delivery.objects.get().state == DeliveryState.NOT_NEEDED


def test_the_mail_is_owed_by_the_transaction_that_issues(cast, design):
    with transaction.atomic():
        certificate = issue(cast.lan, design, issued_on=timezone.localdate())
        assert Delivery.objects.get().about == f"certificate:{certificate.pk}"
        transaction.set_rollback(True)
    assert not Delivery.objects.exists()


def test_no_line_of_a_title_becomes_a_header(cast, issue_today, mailoutbox):
    issue_today(cast.lan, course=course_facts(title="Khóa học\r\nBcc: evil@tinh.example"))
    (mail,) = mailoutbox
    assert "\n" not in mail.subject
    assert mail.bcc == []
