"""Whose banks a trainer may edit: those of the catalogues below which they may edit pages."""

from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from courses.models import CataloguePage
from lms.accounts.models import User


def editable_catalogue_ids(user: User) -> set[int] | None:
    """Return the ids of the catalogues a user may edit below; None means all of them."""
    if user.is_superuser:
        return None
    policy = PagePermissionPolicy(Page)
    editable = policy.instances_user_has_any_permission_for(user, {"add", "change"})
    return set(CataloguePage.objects.filter(pk__in=editable).values_list("pk", flat=True))
