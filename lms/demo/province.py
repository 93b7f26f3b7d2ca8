"""The demonstration province: agencies of 2021, invented officials, roles, a certificate design."""

import datetime as dt
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NotRequired, TypedDict

import yaml

from certificates.models import CertificateDesign
from lms.accounts.models import User
from lms.agencies.models import (
    Agency,
    AgencyRole,
    AgencyVersion,
    Position,
    Posting,
    Rank,
)
from lms.demo.names import NameParts, invent_person

DATA = Path(__file__).parent / "data"
MAIL_DOMAIN = "bacgiang.example"
ETHNIC_GROUPS = {"Kinh": 86, "Tày": 4, "Nùng": 5, "Sán Dìu": 3, "Sán Chay": 2}


class AgencyNode(TypedDict):
    """An agency of data/agencies.yaml with those below it; `people` is its share of officials."""

    code: str
    name: str
    kind: str
    short: NotRequired[str]
    people: NotRequired[int]
    children: NotRequired[list["AgencyNode"]]


@dataclass
class Province:
    agencies: dict[str, Agency] = field(default_factory=dict)
    shares: list[tuple[Agency, str, int]] = field(default_factory=list)
    officials: list[User] = field(default_factory=list)


def read(name: str) -> Any:
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))


def make_agencies() -> Province:
    """Make the agencies of data/agencies.yaml that are missing."""
    data = read("agencies.yaml")
    province = Province()
    _make_agency(province, data["root"], None, data["since"], data["decision"], order=0)
    return province


def _make_agency(
    province: Province,
    node: AgencyNode,
    parent: Agency | None,
    since: dt.date,
    decision: str,
    order: int,
) -> None:
    agency, created = Agency.objects.get_or_create(code=node["code"])
    if created:
        AgencyVersion.objects.create(
            agency=agency,
            name=node["name"],
            short_name=node.get("short", ""),
            kind=node["kind"],
            parent=parent,
            position=order,
            valid_from=since,
            decision_number=decision,
        )
    province.agencies[agency.code] = agency
    if node.get("people"):
        province.shares.append((agency, node["kind"], node["people"]))
    for index, child in enumerate(node.get("children", []), start=1):
        _make_agency(province, child, agency, since, decision, index)


def make_officials(
    province: Province, count: int, rng: random.Random, first_number: int = 1
) -> None:
    """Make `count` invented officials with postings, spread over the agencies by their shares."""
    names, posts = read("names.yaml"), read("posts.yaml")
    positions = {p.code: p for p in Position.objects.all()}
    ranks = {r.code: r for r in Rank.objects.all()}
    total = sum(share for _agency, _kind, share in province.shares)
    seats = [
        (agency, kind)
        for agency, kind, share in province.shares
        for _seat in range(round(share * count / total) or 1)
    ]
    while len(seats) < count:
        seats.append(rng.choice(seats))
    users, postings = [], []
    for number, (agency, kind) in enumerate(seats[:count], start=first_number):
        user = _invented_user(number, names, rng)
        (post,) = rng.choices(posts[kind], weights=[weight for *_post, weight in posts[kind]])
        position, rank, _weight = post
        since = dt.date(rng.randint(2020, 2024), rng.randint(1, 12), 1)
        users.append(user)
        postings.append(
            Posting(
                learner=user,
                agency=agency,
                position=positions[position],
                rank=ranks.get(rank),
                valid_from=since,
            )
        )
    User.objects.bulk_create(users, batch_size=500)
    Posting.objects.bulk_create(postings, batch_size=500)
    province.officials = users


def _invented_user(number: int, names: NameParts, rng: random.Random) -> User:
    person = invent_person(names, rng)
    (ethnic_group,) = rng.choices(list(ETHNIC_GROUPS), weights=list(ETHNIC_GROUPS.values()))
    user = User(
        official_code=f"BG{number:05d}",
        full_name=person.full_name,
        email=f"bg{number:05d}@{MAIL_DOMAIN}",
        gender=person.gender,
        ethnic_group=ethnic_group,
        date_of_birth=dt.date(rng.randint(1966, 2001), rng.randint(1, 12), rng.randint(1, 28)),
    )
    user.set_unusable_password()
    user.set_search_fields()
    return user


def make_manager(user: User, agency: Agency) -> None:
    AgencyRole.objects.get_or_create(
        user=user, agency=agency, defaults={"valid_from": dt.date(2020, 1, 1)}
    )


def make_design() -> CertificateDesign:
    design, _created = CertificateDesign.objects.get_or_create(
        name="Giấy xác nhận của Sở (minh họa)",
        defaults={
            "governing_body": "Ủy ban nhân dân tỉnh Bắc Giang",
            "issuer": "Sở Thông tin và Truyền thông",
            "place": "Bắc Giang",
            "signer_title": "Giám đốc",
            "signer_name": "(Người ký minh họa)",
            "register_suffix": "GXN-STTTT",
            "note": "Văn bản minh họa, không có giá trị pháp lý.",
        },
    )
    return design
