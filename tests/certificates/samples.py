"""Designs and courses for the tests of certificates."""

import datetime as dt
from typing import Any

from certificates.models import CertificateDesign
from certificates.printing import CourseFacts
from certificates.services import issue_certificate
from lms.accounts.models import User

ISSUED_ON = dt.date(2026, 10, 23)


def make_design(**fields: object) -> CertificateDesign:
    return CertificateDesign.objects.create(
        **{
            "name": "Giấy xác nhận của Sở",
            "governing_body": "Ủy ban nhân dân tỉnh",
            "issuer": "Sở Khoa học và Công nghệ",
            "place": "Bắc Giang",
            "signer_title": "Giám đốc",
            "signer_name": "Nguyễn Văn Minh",
            "register_suffix": "GXN-SKHCN",
            **fields,
        }
    )


def course_facts(**fields: Any) -> CourseFacts:
    given: dict[str, Any] = {
        "reference": "course-1",
        "title": "Từ chính quyền điện tử đến chính quyền số",
        "code": "CĐS-01",
        "credited_periods": 16,
        "minutes": 720,
        "started_on": dt.date(2026, 10, 5),
        "completed_on": ISSUED_ON,
        **fields,
    }
    return CourseFacts(**given)


def issue(learner: User, design: CertificateDesign, source: str = "enrolment:1", **fields: object):
    """Issue a certificate; `fields` are those of `issue_certificate`."""
    given: dict[str, Any] = {
        "learner": learner,
        "design": design,
        "course": course_facts(),
        "source_reference": source,
        "issued_on": ISSUED_ON,
        **fields,
    }
    return issue_certificate(**given)
