"""What each group may do, given once: what somebody took away by hand stays away."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
)

from lms.home.models import GivenRight

TRAINERS = "Giảng viên"
APPROVERS = "Người duyệt"
ADMINISTRATORS = "Quản trị viên cấp tỉnh"

TRAINER_PAGE_PERMISSIONS = ("add_page", "change_page")
APPROVER_PAGE_PERMISSIONS = (*TRAINER_PAGE_PERMISSIONS, "publish_page", "lock_page", "unlock_page")
# What each group may do outside the page tree, as (app label, codename).
TRAINER_PERMISSIONS = [
    ("wagtailadmin", "access_admin"),
    *(
        ("assessments", f"{do}_{model}")
        for model in ("questionbank", "question")
        for do in ("view", "add", "change")
    ),
]
# Records rely on these rows: they cease or are retired, nobody deletes them.
KEPT_MODELS = [
    ("agencies", ("agency", "agencyrole", "posting")),
    ("competencies", ("framework", "competency", "proficiencylevel", "requiredlevel")),
    ("certificates", ("certificatedesign",)),
    ("assessments", ("questionbank", "question")),
    ("accounts", ("user",)),
]
# These can be deleted as long as nothing refers to them.
LISTED_MODELS = [("agencies", ("position", "rank")), ("courses", ("topic",))]
ADMINISTRATOR_PERMISSIONS = [
    ("wagtailadmin", "access_admin"),
    ("agencies", "administer_province"),
    ("agencies", "view_reorganisation"),
    ("certificates", "view_certificate"),
    ("certificates", "change_certificate"),
    ("accounts", "see_ethnic_group"),
    ("notifications", "view_delivery"),
    ("notifications", "change_delivery"),
    ("accounts", "view_securityevent"),
    *(
        (app, f"{do}_{model}")
        for app, models in [*KEPT_MODELS, *LISTED_MODELS]
        for model in models
        for do in ("view", "add", "change")
    ),
    *((app, f"delete_{model}") for app, models in LISTED_MODELS for model in models),
    # Who writes and who approves: groups, and the steps an approval takes.
    *(("auth", f"{do}_group") for do in ("view", "add", "change")),
    *(
        ("wagtailcore", f"{do}_{model}")
        for model in ("workflow", "task")
        for do in ("add", "change", "delete")
    ),
]


def give_group(name: str, permissions: Iterable[tuple[str, str]]) -> Group:
    """Return the group of this name, with those of the permissions it was never given before."""
    group, _created = Group.objects.get_or_create(name=name)
    for app_label, codename in permissions:
        permission = Permission.objects.get(content_type__app_label=app_label, codename=codename)
        _give_once(group, f"{app_label}.{codename}", partial(group.permissions.add, permission))
    return group


def give_pages(group: Group, page: Page, codenames: Iterable[str]) -> None:
    """Give a group page permissions on a page and all below it, each once."""
    for permission in _permissions("wagtailcore", codenames):
        row: dict[str, Any] = {"group": group, "page": page, "permission": permission}
        _give_once(
            group,
            f"{permission.codename} page {page.pk}",
            partial(GroupPagePermission.objects.get_or_create, **row),
        )


def give_collections(group: Group) -> None:
    """Let a group keep the collections themselves."""
    root = Collection.get_first_root_node()
    names = [f"{do}_collection" for do in ("add", "change", "delete")]
    for permission in _permissions("wagtailcore", names):
        row: dict[str, Any] = {"group": group, "collection": root, "permission": permission}
        _give_once(
            group,
            f"wagtailcore.{permission.codename} collection",
            partial(GroupCollectionPermission.objects.get_or_create, **row),
        )


def _permissions(app_label: str, codenames: Iterable[str]) -> Iterable[Permission]:
    return Permission.objects.filter(content_type__app_label=app_label, codename__in=codenames)


def _give_once(group: Group, right: str, give: Callable[[], object]) -> None:
    _row, is_new = GivenRight.objects.get_or_create(group=group, right=right)
    if is_new:
        give()
