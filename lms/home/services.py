"""The first pages, groups and the approval workflow: what every installation starts from."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupPagePermission,
    Page,
    Site,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from courses.library import collection_of, grant_library, move_library, take_from_root
from courses.models import CatalogueCollection, CataloguePage
from lms.home.models import HomePage

TRAINERS = "Giảng viên"
APPROVERS = "Người duyệt"
ADMINISTRATORS = "Quản trị viên cấp tỉnh"
APPROVAL_WORKFLOW = "Duyệt khóa học"
APPROVAL_TASK = "Duyệt nội dung"

TRAINER_PAGE_PERMISSIONS = ("add_page", "change_page")
APPROVER_PAGE_PERMISSIONS = (*TRAINER_PAGE_PERMISSIONS, "publish_page", "lock_page", "unlock_page")
# What each group may do outside the page tree, as (app label, codename).
TRAINER_PERMISSIONS = [
    ("wagtailadmin", "access_admin"),
    *(("assessments", f"{do}_questionbank") for do in ("view",)),
    *(("assessments", f"{do}_question") for do in ("view", "add", "change")),
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
    *(
        (app, f"{do}_{model}")
        for app, models in [*KEPT_MODELS, *LISTED_MODELS]
        for model in models
        for do in ("view", "add", "change")
    ),
    *((app, f"delete_{model}") for app, models in LISTED_MODELS for model in models),
]


@dataclass(frozen=True)
class SiteParts:
    home: HomePage
    catalogue: CataloguePage
    trainers: Group
    approvers: Group
    administrators: Group


@transaction.atomic
def set_up_site(*, hostname: str = "") -> SiteParts:
    """Make what is missing of the first pages, groups and workflow; what is there stays.

    The site answers at the address of the settings, or at another host name.
    """
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    home = _home_page(hostname or address.hostname or "localhost", 80 if hostname else port)
    catalogue = CataloguePage.objects.child_of(home).first()
    if catalogue is None:
        catalogue = home.add_child(
            instance=CataloguePage(title="Danh mục khóa học", slug="courses")
        )
    trainers = _group(TRAINERS, TRAINER_PERMISSIONS)
    approvers = _group(APPROVERS, TRAINER_PERMISSIONS)
    administrators = _group(ADMINISTRATORS, ADMINISTRATOR_PERMISSIONS)
    grant_pages(trainers, catalogue, TRAINER_PAGE_PERMISSIONS)
    grant_pages(approvers, catalogue, APPROVER_PAGE_PERMISSIONS)
    grant_pages(administrators, home, APPROVER_PAGE_PERMISSIONS)
    _share_library(trainers, approvers, administrators)
    _approval_workflow(catalogue, approvers)
    return SiteParts(home, catalogue, trainers, approvers, administrators)


def grant_pages(group: Group, page: Page, codenames: tuple[str, ...]) -> None:
    """Give a group page permissions on a page and all below it."""
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=codenames
    ):
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def _home_page(hostname: str, port: int) -> HomePage:
    home = HomePage.objects.first()
    if home is None:
        _clear_samples()
        root = Page.objects.get(depth=1)
        Page.objects.filter(depth=2, slug="home").exclude(pk__in=HomePage.objects.all()).delete()
        root.refresh_from_db()
        home = root.add_child(instance=HomePage(title="Trang chủ", slug="home"))
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": hostname,
            "port": port,
            "root_page": home,
            "site_name": settings.SITE_NAME,
        },
    )
    return home


def _clear_samples() -> None:
    """Take away the groups and the workflow Wagtail begins with; name its roots in Vietnamese."""
    Workflow.objects.filter(name="Moderators approval").delete()
    Task.objects.filter(name="Moderators approval").delete()
    Group.objects.filter(name__in=("Moderators", "Editors"), user=None).delete()
    Page.objects.filter(depth=1, title="Root").update(title="Trang gốc", draft_title="Trang gốc")
    Collection.objects.filter(depth=1, name="Root").update(name="Bộ sưu tập gốc")


def _group(name: str, permissions: list[tuple[str, str]]) -> Group:
    group, created = Group.objects.get_or_create(name=name)
    if created:
        for app_label, codename in permissions:
            group.permissions.add(
                Permission.objects.get(content_type__app_label=app_label, codename=codename)
            )
    return group


def _share_library(trainers: Group, approvers: Group, administrators: Group) -> None:
    """Give each catalogue its collection; administrators work in all of them."""
    grant_library(administrators, Collection.get_first_root_node())
    catalogues = list(CataloguePage.objects.all())
    had_none = not CatalogueCollection.objects.exists()
    collections = [collection_of(catalogue) for catalogue in catalogues]
    if had_none and len(collections) == 1:
        # Until now all trainers shared the root collection.
        move_library(collections[0])
    for group in (trainers, approvers):
        take_from_root(group)


def _approval_workflow(catalogue: CataloguePage, approvers: Group) -> None:
    if WorkflowPage.objects.filter(page=catalogue).exists():
        return
    task = GroupApprovalTask.objects.create(name=APPROVAL_TASK)
    task.groups.add(approvers)
    workflow = Workflow.objects.create(name=APPROVAL_WORKFLOW)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(page=catalogue, workflow=workflow)
