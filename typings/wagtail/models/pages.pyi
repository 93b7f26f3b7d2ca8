# What this code uses of it. Add what is missing: tests/architecture/test_stubs.py compares it with
# the installed release.

import datetime as dt
from collections.abc import Sequence
from typing import Any, ClassVar, Self, overload

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.base import ModelBase
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from modelcluster.models import ClusterableModel
from typing_extensions import TypeVar
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import Panel
from wagtail.models import Page as Page
from wagtail.query import PageQuerySet as PageQuerySet
from wagtail.search.index import Indexed
from wagtail.url_routing import RouteResult

from .audit_log import BaseLogEntry, BaseLogEntryManager
from .draft_state import DraftStateMixin
from .i18n import TranslatableMixin
from .locking import LockableMixin
from .preview import PreviewableMixin
from .revisions import Revision, RevisionMixin
from .sites import Site
from .specific import SpecificMixin
from .view_restrictions import BaseViewRestriction
from .workflows import Task, TaskState, Workflow, WorkflowMixin, WorkflowState

_M = TypeVar("_M", bound=models.Model, covariant=True)
_P = TypeVar("_P", bound=AbstractPage)

PAGE_PERMISSION_TYPES: list[tuple[str, str | Promise, str | Promise]]

class BasePageManager(models.Manager[_M]): ...

PageManager = BasePageManager.from_queryset(PageQuerySet)

def get_page_models() -> list[type[Page]]: ...

class PageBase(ModelBase): ...

class AbstractPage(
    WorkflowMixin,
    PreviewableMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    TranslatableMixin,
    SpecificMixin,
    Indexed,
    ClusterableModel,
    metaclass=PageBase,
):
    objects = PageManager()

    steplen: ClassVar[int]
    path = models.CharField()
    depth = models.PositiveIntegerField()
    numchild = models.PositiveIntegerField()
    title = models.CharField()
    draft_title = models.CharField()
    slug = models.SlugField()
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    url_path = models.TextField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    latest_revision_created_at = models.DateTimeField(null=True)
    latest_revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL)
    live_revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL)
    alias_of = models.ForeignKey("wagtailcore.Page", null=True, on_delete=models.SET_NULL)

    content_panels: ClassVar[Sequence[Panel]]
    promote_panels: ClassVar[Sequence[Panel]]
    settings_panels: ClassVar[Sequence[Panel]]
    base_form_class: ClassVar[type[WagtailAdminPageForm]]
    template: ClassVar[str]
    context_object_name: ClassVar[str | None]
    parent_page_types: ClassVar[Sequence[str]]
    subpage_types: ClassVar[Sequence[str]]
    max_count: ClassVar[int | None]
    max_count_per_parent: ClassVar[int | None]
    page_description: ClassVar[str | Promise]

    class Meta:
        abstract = True

    # The tree.
    @classmethod
    def add_root(cls, **kwargs: Any) -> Self: ...
    @classmethod
    def get_root_nodes(cls) -> PageQuerySet[Self]: ...
    @classmethod
    def get_first_root_node(cls) -> Self | None: ...
    @classmethod
    def get_last_root_node(cls) -> Self | None: ...
    @overload
    def add_child(self, *, instance: _P) -> _P: ...
    @overload
    def add_child(self, **kwargs: Any) -> Self: ...
    @overload
    def add_sibling(self, pos: str | None = None, *, instance: _P) -> _P: ...
    @overload
    def add_sibling(self, pos: str | None = None, **kwargs: Any) -> Self: ...
    def move(
        self, target: AbstractPage, pos: str | None = None, user: AbstractBaseUser | None = None
    ) -> None: ...
    def is_root(self) -> bool: ...
    def is_leaf(self) -> bool: ...
    def is_site_root(self) -> bool: ...
    def is_descendant_of(self, node: AbstractPage) -> bool: ...
    def is_child_of(self, node: AbstractPage) -> bool: ...
    def is_sibling_of(self, node: AbstractPage) -> bool: ...
    def get_root(self) -> Page: ...
    def get_parent(self, update: bool = False) -> Page | None: ...
    def get_children(self) -> PageQuerySet[Page]: ...
    def get_children_count(self) -> int: ...
    def get_first_child(self) -> Page | None: ...
    def get_last_child(self) -> Page | None: ...
    def get_ancestors(self, inclusive: bool = False) -> PageQuerySet[Page]: ...
    def get_descendants(self, inclusive: bool = False) -> PageQuerySet[Page]: ...
    def get_siblings(self, inclusive: bool = True) -> PageQuerySet[Page]: ...
    def get_next_siblings(self, inclusive: bool = False) -> PageQuerySet[Page]: ...
    def get_prev_siblings(self, inclusive: bool = False) -> PageQuerySet[Page]: ...
    def get_next_sibling(self) -> Page | None: ...
    def get_prev_sibling(self) -> Page | None: ...

    # What may stand where.
    @classmethod
    def clean_subpage_models(cls) -> list[type[Page]]: ...
    @classmethod
    def clean_parent_page_models(cls) -> list[type[Page]]: ...
    @classmethod
    def allowed_subpage_models(cls) -> list[type[Page]]: ...
    @classmethod
    def allowed_parent_page_models(cls) -> list[type[Page]]: ...
    @classmethod
    def creatable_subpage_models(cls) -> list[type[Page]]: ...
    @classmethod
    def can_exist_under(cls, parent: AbstractPage) -> bool: ...
    @classmethod
    def can_create_at(cls, parent: AbstractPage) -> bool: ...
    def can_move_to(self, parent: AbstractPage) -> bool: ...

    # Addresses and what is served there.
    @property
    def url(self) -> str | None: ...
    @property
    def full_url(self) -> str | None: ...
    def get_url(
        self, request: HttpRequest | None = None, current_site: Site | None = None
    ) -> str | None: ...
    def get_full_url(self, request: HttpRequest | None = None) -> str | None: ...
    def get_url_parts(
        self, request: HttpRequest | None = None
    ) -> tuple[int, str | None, str | None] | None: ...
    def relative_url(
        self, current_site: Site, request: HttpRequest | None = None
    ) -> str | None: ...
    def get_site(self) -> Site | None: ...
    @classmethod
    def find_for_request(cls, request: HttpRequest, path: str) -> AbstractPage | None: ...
    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult: ...
    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse: ...
    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]: ...
    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str: ...
    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]: ...
    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str: ...
    def is_previewable(self) -> bool: ...
    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]: ...

    # In the CMS.
    @classmethod
    def get_verbose_name(cls) -> str: ...
    @classmethod
    def get_page_description(cls) -> str: ...
    @classmethod
    def get_edit_handler(cls) -> Panel: ...
    @property
    def page_type_display_name(self) -> str: ...
    def get_admin_display_title(self) -> str: ...
    def permissions_for_user(
        self, user: AbstractBaseUser | AnonymousUser
    ) -> PagePermissionTester: ...
    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]: ...

    # Drafts, approval and publishing.
    @property
    def revisions(self) -> models.QuerySet[Revision]: ...
    @property
    def approved_schedule(self) -> bool: ...
    @property
    def has_workflow(self) -> bool: ...
    @property
    def workflow_in_progress(self) -> bool: ...
    @property
    def workflow_states(self) -> models.QuerySet[WorkflowState]: ...
    @property
    def current_workflow_state(self) -> WorkflowState | None: ...
    @property
    def current_workflow_task(self) -> Task | None: ...
    @property
    def current_workflow_task_state(self) -> TaskState | None: ...
    def get_workflow(self) -> Workflow | None: ...
    def get_latest_revision(self) -> Revision | None: ...
    def get_latest_revision_as_object(self) -> Self: ...
    def with_content_json(self, content: dict[str, Any]) -> Self: ...
    def has_unpublished_subtree(self) -> bool: ...
    def save_revision(
        self,
        user: AbstractBaseUser | None = None,
        approved_go_live_at: dt.datetime | None = None,
        changed: bool = True,
        log_action: bool | str = False,
        previous_revision: Revision | None = None,
        clean: bool = True,
        overwrite_revision: Revision | None = None,
    ) -> Revision: ...
    def publish(
        self,
        revision: Revision,
        user: AbstractBaseUser | None = None,
        changed: bool = True,
        log_action: bool | str = True,
        previous_revision: Revision | None = None,
        skip_permission_checks: bool = False,
    ) -> None: ...
    def unpublish(
        self,
        set_expired: bool = False,
        commit: bool = True,
        user: AbstractBaseUser | None = None,
        log_action: bool | str = True,
    ) -> None: ...
    def copy(
        self,
        recursive: bool = False,
        to: AbstractPage | None = None,
        update_attrs: dict[str, Any] | None = None,
        copy_revisions: bool = True,
        keep_live: bool = True,
        user: AbstractBaseUser | None = None,
        process_child_object: Any = None,
        exclude_fields: Sequence[str] | None = None,
        log_action: str | None = "wagtail.copy",
        reset_translation_key: bool = True,
    ) -> Self: ...

class GroupPagePermissionManager(models.Manager[GroupPagePermission]): ...

class GroupPagePermission(models.Model):
    objects = GroupPagePermissionManager()

    group = models.ForeignKey(Group, on_delete=models.CASCADE)
    page = models.ForeignKey(Page, on_delete=models.CASCADE)
    permission = models.ForeignKey(Permission, on_delete=models.CASCADE)

class PagePermissionTester:
    user: AbstractBaseUser | AnonymousUser
    page: AbstractPage
    permissions: set[str]
    def __init__(self, user: AbstractBaseUser | AnonymousUser, page: AbstractPage) -> None: ...
    def page_locked(self) -> bool: ...
    def can_add_subpage(self) -> bool: ...
    def can_edit(self) -> bool: ...
    def can_delete(self, ignore_bulk: bool = False) -> bool: ...
    def can_publish(self) -> bool: ...
    def can_unpublish(self) -> bool: ...

class PageViewRestriction(BaseViewRestriction):
    page = models.ForeignKey(Page, related_name="view_restrictions", on_delete=models.CASCADE)

class WorkflowPage(models.Model):
    page = models.OneToOneField(Page, on_delete=models.CASCADE, primary_key=True)
    workflow = models.ForeignKey(Workflow, related_name="workflow_pages", on_delete=models.CASCADE)

class PageLogEntryManager(BaseLogEntryManager): ...

class PageLogEntry(BaseLogEntry):
    page = models.ForeignKey(Page, on_delete=models.DO_NOTHING)

class Comment(ClusterableModel):
    page = models.ForeignKey(Page, on_delete=models.CASCADE)
    text = models.TextField()

class PageSubscription(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    page = models.ForeignKey(Page, on_delete=models.CASCADE)
    comment_notifications = models.BooleanField()
