"""The sign-ins of the demonstration: one for each role, all with the same password."""

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User
from lms.agencies.models import Position, Posting
from lms.demo.province import Province, make_manager
from lms.home.rights import ADMINISTRATORS, APPROVERS, TRAINERS

PASSWORD = "Demo-BacGiang-2021"  # noqa: S105


@dataclass(frozen=True)
class DemoAccount:
    """`agency` is where they work, `manages` the agency they look after."""

    code: str
    full_name: str
    role: str | Promise
    agency: str
    position: str
    groups: tuple[str, ...] = ()
    manages: str = ""


ACCOUNTS = [
    DemoAccount(
        "hocvien",
        "Hoàng Thị Minh",
        _("official, in the middle of a course"),
        "so-tttt-cntt",
        "cv-cntt",
    ),
    DemoAccount(
        "nguoimoi",
        "Trần Văn Nam",
        _("official, before the first course"),
        "x-quang-chau",
        "dau-moi-xa",
    ),
    DemoAccount("giangvien", "Nguyễn Thu Giang", _("trainer"), "tt-cntt", "cvc-cntt", (TRAINERS,)),
    DemoAccount("pheduyet", "Lê Thanh Bình", _("approver"), "so-tttt", "ld-phong", (APPROVERS,)),
    DemoAccount(
        "lanhdao",
        "Phạm Thị Hòa",
        _("manager of the Department of Information"),
        "so-tttt",
        "ld-so",
        (),
        "so-tttt",
    ),
    DemoAccount(
        "lanhdaohuyen",
        "Vũ Văn Đạt",
        _("manager of Việt Yên district"),
        "h-viet-yen",
        "ld-phong",
        (),
        "h-viet-yen",
    ),
    DemoAccount(
        "quantri",
        "Đỗ Thị Quyên",
        _("province administrator"),
        "so-nv",
        "cvc-cntt",
        (ADMINISTRATORS,),
        "ubnd-tinh",
    ),
]


def make_accounts(province: Province) -> dict[str, User]:
    """Make the demo sign-ins that are missing; return all by code."""
    users = {}
    for account in ACCOUNTS:
        user = User.objects.filter(official_code=account.code).first()
        if user is None:
            user = User.objects.create_user(
                account.code, account.full_name, PASSWORD, email=f"{account.code}@bacgiang.example"
            )
            user.groups.set(Group.objects.filter(name__in=account.groups))
            Posting.objects.create(
                learner=user,
                agency=province.agencies[account.agency],
                position=Position.objects.get(code=account.position),
                valid_from="2020-01-01",
            )
            if account.manages:
                make_manager(user, province.agencies[account.manages])
        users[account.code] = user
    return users
