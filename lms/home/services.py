"""The first pages, groups and the approval workflow: what every installation starts from."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
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
from lms.home.rights import (
    ADMINISTRATOR_PERMISSIONS,
    ADMINISTRATORS,
    APPROVER_PAGE_PERMISSIONS,
    APPROVERS,
    TRAINER_PAGE_PERMISSIONS,
    TRAINER_PERMISSIONS,
    TRAINERS,
    give_collections,
    give_group,
    give_pages,
)

APPROVAL_WORKFLOW = "Duyệt khóa học"
APPROVAL_TASK = "Duyệt nội dung"


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

    Rights that a release adds are given then; a right that was taken away by hand stays away.

    The site answers at the address of the settings, or at another host name.
    """
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    home = _home_page(hostname or address.hostname or "localhost", 80 if hostname else port)
    catalogue = CataloguePage.objects.child_of(home).first()
    if catalogue is None:
        catalogue = home.add_child(
            instance=CataloguePage(
                title="Danh mục khóa học", title_en="Course catalogue", slug="courses"
            )
        )
    trainers = give_group(TRAINERS, TRAINER_PERMISSIONS)
    approvers = give_group(APPROVERS, TRAINER_PERMISSIONS)
    administrators = give_group(ADMINISTRATORS, ADMINISTRATOR_PERMISSIONS)
    give_pages(trainers, catalogue, TRAINER_PAGE_PERMISSIONS)
    give_pages(approvers, catalogue, APPROVER_PAGE_PERMISSIONS)
    give_pages(administrators, home, APPROVER_PAGE_PERMISSIONS)
    _share_library(trainers, approvers, administrators)
    _approval_workflow(catalogue, approvers)
    return SiteParts(home, catalogue, trainers, approvers, administrators)


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


def _share_library(trainers: Group, approvers: Group, administrators: Group) -> None:
    """Give each catalogue its collection; administrators work in all of them, and keep them."""
    give_collections(administrators)
    had_none = not CatalogueCollection.objects.exists()
    collections = [collection_of(catalogue) for catalogue in CataloguePage.objects.all()]
    if not had_none:
        return
    grant_library(administrators, Collection.get_first_root_node())
    if len(collections) == 1:
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
