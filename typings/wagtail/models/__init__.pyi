from django.db import models

from .audit_log import BaseLogEntry as BaseLogEntry
from .audit_log import ModelLogEntry as ModelLogEntry
from .draft_state import DraftStateMixin as DraftStateMixin
from .i18n import Locale as Locale
from .i18n import TranslatableMixin as TranslatableMixin
from .locking import LockableMixin as LockableMixin
from .media import Collection as Collection
from .media import CollectionMember as CollectionMember
from .media import GroupCollectionPermission as GroupCollectionPermission
from .orderable import Orderable as Orderable
from .pages import PAGE_PERMISSION_TYPES as PAGE_PERMISSION_TYPES
from .pages import AbstractPage as AbstractPage
from .pages import GroupPagePermission as GroupPagePermission
from .pages import PageLogEntry as PageLogEntry
from .pages import PageManager as PageManager
from .pages import PagePermissionTester as PagePermissionTester
from .pages import PageQuerySet as PageQuerySet
from .pages import PageSubscription as PageSubscription
from .pages import PageViewRestriction as PageViewRestriction
from .pages import WorkflowPage as WorkflowPage
from .pages import get_page_models as get_page_models
from .preview import PreviewableMixin as PreviewableMixin
from .reference_index import ReferenceIndex as ReferenceIndex
from .revisions import Revision as Revision
from .revisions import RevisionMixin as RevisionMixin
from .sites import Site as Site
from .workflows import GroupApprovalTask as GroupApprovalTask
from .workflows import Task as Task
from .workflows import TaskState as TaskState
from .workflows import Workflow as Workflow
from .workflows import WorkflowMixin as WorkflowMixin
from .workflows import WorkflowState as WorkflowState
from .workflows import WorkflowTask as WorkflowTask

# Where the class says it lives, and where the Django plugin looks for it.
class Page(AbstractPage):
    seo_title = models.CharField()
    search_description = models.TextField()
    show_in_menus = models.BooleanField()
