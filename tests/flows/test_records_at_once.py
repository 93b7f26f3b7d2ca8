"""Records that many requests make at the same moment: each exists once, and none is missing.

Every call reads its own rows, as a request does.
"""

import datetime as dt
import hashlib
import threading
from functools import partial
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from certificates.keeping import ensure_pdf
from certificates.models import Certificate, RegisterYear
from courses.models import CoursePage
from lms.accounts.models import User
from lms.enrolments.models import ActivityProgress, Enrolment
from lms.enrolments.services import enrol, open_activity, record_sign_of_life
from tests.cast import make_user
from tests.certificates.samples import ISSUED_ON, issue
from tests.courses.makers import make_course, make_design, make_lesson
from tests.flows.at_once import at_once, kinds


def test_eight_issues_of_one_source_give_one_certificate(cast) -> None:
    design = make_design()

    outcomes = at_once([lambda: issue(cast.lan, design)] * 8)

    assert outcomes == [Certificate.objects.get()] * 8, kinds(outcomes)
    assert RegisterYear.objects.get().last_sequence == 1


def test_the_register_has_no_gaps_and_no_doubles_even_where_issuing_fails(cast) -> None:
    design = make_design()
    learners = [make_user(f"hv{number:02d}", "Nguyễn Thị Hoa") for number in range(12)]

    def issue_for(learner: User, fails: bool) -> Certificate:
        with transaction.atomic():
            certificate = issue(learner, design, source=f"enrolment:{learner.pk}")
            if fails:
                raise ZeroDivisionError
        return certificate

    outcomes = at_once(
        [partial(issue_for, learner, fails=False) for learner in learners]
        + [lambda: issue_for(cast.lan, fails=True)] * 4
    )

    assert kinds(outcomes) == {"Certificate": 12, "ZeroDivisionError": 4}
    issued = Certificate.objects.order_by("register_sequence")
    assert [each.register_number for each in issued] == [
        f"{number:04d}/{ISSUED_ON.year}/GXN-SKHCN" for number in range(1, 13)
    ]
    assert {each.learner for each in issued} == set(learners)


def test_a_document_that_six_download_at_once_is_kept_once(cast, monkeypatch) -> None:
    all_six = threading.Barrier(6)

    def draw(printed: object) -> bytes:
        return f"%PDF-1.7 drawn by {all_six.wait(timeout=20)}".encode()

    monkeypatch.setattr("certificates.keeping.render_document", draw)
    certificate = issue(cast.lan, make_design())

    outcomes = at_once([lambda: ensure_pdf(certificate_id=certificate.pk)] * 6)

    certificate.refresh_from_db()
    assert {(o.pdf.name, o.pdf_sha256) for o in outcomes} == {
        (certificate.pdf.name, certificate.pdf_sha256)
    }, kinds(outcomes)
    with certificate.pdf.open() as kept_file:
        assert hashlib.sha256(kept_file.read()).hexdigest() == certificate.pdf_sha256
    folder = str(Path(certificate.pdf.name).parent)
    kept = [
        name for name in certificate.pdf.storage.listdir(folder)[1] if certificate.serial in name
    ]
    assert kept == [f"{certificate.serial}.pdf"]


def test_enrolling_ten_times_at_once_gives_one_enrolment(cast, quiz) -> None:
    def join() -> Enrolment:
        return enrol(learner=User.objects.get(pk=cast.lan.pk), course=CoursePage.objects.get())

    outcomes = at_once([join] * 10)

    assert outcomes == [Enrolment.objects.get()] * 10, kinds(outcomes)


def test_two_courses_read_at_once_never_count_more_time_than_passed(cast) -> None:
    began = timezone.now() - dt.timedelta(hours=1)
    readings = []
    for code in ("A", "B"):
        course = make_course(cast, title=f"Khóa {code}", code=code)
        lesson = make_lesson(course, minutes=60)
        enrolment = enrol(learner=cast.lan, course=course, now=began)
        open_activity(enrolment=enrolment, page=lesson, now=began)
        readings.append((enrolment, lesson))

    for minute in range(1, 11):
        outcomes = at_once(
            [
                partial(
                    record_sign_of_life,
                    enrolment=enrolment,
                    page=lesson,
                    now=began + dt.timedelta(seconds=50 * minute),
                )
                for enrolment, lesson in readings
            ]
        )
        assert set(kinds(outcomes)) == {"ActivityProgress"}, outcomes
    assert sum(ActivityProgress.objects.values_list("active_seconds", flat=True)) == 500
