"""The standing cast: two agencies, a learner and a manager in each, and those who run things.

    province
    ├── science (Sở A)            learner `lan`, manager `minh`
    │   └── centre (below Sở A)   learner `nga`
    └── justice (Sở B)            learner `hung`, manager `phuc`

`trainer` writes courses, `approver` approves them, `admin` administers the province. The outsider
of a test is whoever of the other agency.
"""

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import Group

from courses.models import CataloguePage
from lms.accounts.models import User
from lms.agencies.models import (
    Agency,
    AgencyKind,
    AgencyRole,
    AgencyVersion,
    Position,
    Posting,
    Rank,
)
from lms.home.models import HomePage
from lms.home.rights import ADMINISTRATORS, APPROVERS, TRAINERS
from lms.home.services import SiteParts, set_up_site

FIRST_DAY = dt.date(2020, 1, 1)
PASSWORD = "mật-khẩu-dài-2026"


@dataclass
class Cast:
    site: SiteParts
    province: Agency
    science: Agency
    centre: Agency
    justice: Agency
    specialist: Position
    rank: Rank
    lan: User
    nga: User
    hung: User
    minh: User
    phuc: User
    trainer: User
    approver: User
    admin: User


def make_agency(
    code: str,
    name: str,
    *,
    parent: Agency | None = None,
    kind: str = AgencyKind.DEPARTMENT,
    since: dt.date = FIRST_DAY,
) -> Agency:
    agency = Agency.objects.create(code=code)
    AgencyVersion.objects.create(
        agency=agency, name=name, kind=kind, parent=parent, valid_from=since
    )
    return agency


def make_user(code: str, full_name: str, **fields: object) -> User:
    return User.objects.create_user(
        code, full_name, PASSWORD, email=f"{code}@tinh.example", **fields
    )


def make_posting(user: User, agency: Agency, cast_position: Position, **fields: object) -> Posting:
    return Posting.objects.create(
        learner=user, agency=agency, position=cast_position, **{"valid_from": FIRST_DAY, **fields}
    )


def site_parts() -> SiteParts:
    """Return the pages and groups every test database begins with; made anew after a flush."""
    home = HomePage.objects.first()
    if home is None:
        return set_up_site(hostname="testserver")
    groups = {group.name: group for group in Group.objects.all()}
    catalogue = CataloguePage.objects.child_of(home).get()
    return SiteParts(home, catalogue, groups[TRAINERS], groups[APPROVERS], groups[ADMINISTRATORS])


def build_cast() -> Cast:
    site = site_parts()
    province = make_agency("tinh", "Ủy ban nhân dân tỉnh", kind=AgencyKind.PROVINCE)
    science = make_agency("so-a", "Sở Khoa học và Công nghệ", parent=province)
    centre = make_agency("tt-a", "Trung tâm Chuyển đổi số", parent=science, kind="public_unit")
    justice = make_agency("so-b", "Sở Tư pháp", parent=province)
    specialist = Position.objects.create(
        code="cv-cntt", name="Chuyên viên công nghệ thông tin", name_en="IT specialist"
    )
    rank = Rank.objects.create(code="01.003", name="Chuyên viên", name_en="Specialist")
    people = {
        "lan": ("Trần Thị Lan", science),
        "nga": ("Đỗ Thúy Nga", centre),
        "hung": ("Nguyễn Văn Hùng", justice),
        "minh": ("Lê Quang Minh", science),
        "phuc": ("Phạm Hồng Phúc", justice),
    }
    users = {}
    for code, (full_name, agency) in people.items():
        users[code] = make_user(code, full_name)
        make_posting(users[code], agency, specialist, rank=rank)
    for manager, agency in (("minh", science), ("phuc", justice)):
        AgencyRole.objects.create(user=users[manager], agency=agency, valid_from=FIRST_DAY)
    trainer = make_user("trainer", "Vũ Thu Hà")
    trainer.groups.add(site.trainers)
    approver = make_user("approver", "Hoàng Đức Anh")
    approver.groups.add(site.approvers)
    admin = make_user("quantri", "Đặng Mai Phương")
    admin.groups.add(site.administrators)
    return Cast(
        site=site,
        province=province,
        science=science,
        centre=centre,
        justice=justice,
        specialist=specialist,
        rank=rank,
        trainer=trainer,
        approver=approver,
        admin=admin,
        **users,
    )
