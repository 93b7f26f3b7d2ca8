"""A small framework, requirements and learning for the cast, as plain rows."""

import datetime as dt
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.utils import timezone

from certificates.models import Certificate, CertificateDesign
from courses.models import CoursePage
from lms.accounts.models import User
from lms.agencies.access import every_agency
from lms.agencies.models import Agency, Position
from lms.competencies.models import (
    Competency,
    Evidence,
    EvidenceKind,
    Framework,
    ProficiencyLevel,
    RequiredLevel,
)
from lms.enrolments.models import Enrolment
from lms.reports.datasets import CompetencyReport, competency_report
from tests.cast import FIRST_DAY, Cast, make_posting, make_user

DAY = dt.date(2026, 6, 30)
_numbers = count(1)


@dataclass
class World:
    cast: Cast
    framework: Framework
    levels: dict[int, ProficiencyLevel]
    data: Competency
    security: Competency
    course: CoursePage

    def require(self, competency: Competency, level: int, position: Position | None = None) -> None:
        RequiredLevel.objects.create(
            position=position or self.cast.specialist,
            competency=competency,
            level=self.levels[level],
            valid_from=FIRST_DAY,
        )

    def prove(self, learner: User, competency: Competency, level: int, **fields: Any) -> Evidence:
        values = {
            "kind": EvidenceKind.COURSE,
            "source_label": "Khóa học",
            "source_reference": f"test:{next(_numbers)}",
            "achieved_on": dt.date(2026, 3, 1),
        }
        return Evidence.objects.create(
            learner=learner,
            competency=competency,
            level=self.levels[level],
            **{**values, **fields},
        )

    def complete(self, learner: User, on: dt.date, periods: int = 8, **fields: Any) -> Enrolment:
        moment = timezone.make_aware(dt.datetime.combine(on, dt.time(9)))
        return Enrolment.objects.create(
            learner=learner,
            course=fields.pop("course", self.course),
            opened_at=moment - dt.timedelta(days=5),
            completed_at=fields.pop("completed_at", moment),
            course_title=self.course.title,
            credited_periods=periods,
            **fields,
        )

    def certify(self, learner: User, **fields: Any) -> Certificate:
        number = next(_numbers)
        design, _created = CertificateDesign.objects.get_or_create(
            name="Mẫu", defaults={"issuer": "Sở", "place": "Tỉnh", "register_suffix": "GXN"}
        )
        values: dict[str, Any] = {
            "register_year": 2026,
            "register_sequence": number,
            "register_number": f"{number:04}/2026/GXN",
            "course_title": self.course.title,
            "source_reference": f"certificate:{number}",
            "printed": {},
            "issued_on": dt.date(2026, 3, 1),
            **fields,
        }
        # Each of a completion of its own, and none renewed, unless a test says so.
        values.setdefault("course_reference", f"c{number}")
        values.setdefault("earned_on", values["issued_on"])
        return Certificate.objects.create(learner=learner, design=design, **values)

    def renew(self, learner: User, **fields: Any) -> None:
        """Add a document and its renewal, which has `fields`."""
        course = f"renewed:{next(_numbers)}"
        self.certify(learner, course_reference=course)
        self.certify(learner, course_reference=course, **fields)

    def people(self, agency: Agency, number: int) -> list[User]:
        """Add people to an agency; their codes have leading zeros."""
        users = []
        for _i in range(number):
            users.append(make_user(f"00{next(_numbers):04}", "Nguyễn Thị Hoa", gender="female"))
            make_posting(users[-1], agency, self.cast.specialist, rank=self.cast.rank)
        return users


def build_world(cast: Cast) -> World:
    framework = Framework.objects.create(code="ct", version="1", name="Khung")
    levels = {
        number: ProficiencyLevel.objects.create(
            framework=framework, number=number, name=f"Mức {number}"
        )
        for number in (1, 2, 3, 4)
    }
    data = Competency.objects.create(
        framework=framework, code="CT03", name="Chia sẻ dữ liệu", name_en="Data sharing", position=1
    )
    security = Competency.objects.create(
        framework=framework, code="CT05", name="An toàn thông tin", position=2
    )
    course = cast.site.catalogue.add_child(
        instance=CoursePage(
            title="Văn bản điện tử", slug="vbdt", code="007", summary="x", credited_periods=8
        )
    )
    return World(cast, framework, levels, data, security, course)


def report_on(agency: Agency, day: dt.date, **options: Any) -> CompetencyReport:
    """Compute a report as somebody gets it who may see every agency."""
    return competency_report(agency=agency, visible=every_agency(day), as_of=day, **options)
