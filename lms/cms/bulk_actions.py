"""Acts on many pages at once: pages that somebody may not even see are as if not there."""

from typing import Any

from django.http import Http404
from wagtail.permission_policies.pages import PagePermissionPolicy

Found = tuple[list[Any], dict[str, list[Any]]]


def keep_titles_of_others_to_them() -> None:
    """Let the confirmation of such an act name no page of another catalogue.

    Wagtail lists the titles of all pages it was asked for, drafts included, under the heading
    that one has no right to them; the numbers of pages are easily counted through.
    """
    from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction

    find = PageBulkAction.get_actionable_objects

    def get_actionable_objects(view: Any) -> Found:
        allowed, refused = find(view)
        policy = PagePermissionPolicy()
        visible = policy.explorable_instances(view.request.user)
        asked = [page.pk for page in refused["items_with_no_access"]]
        seen = set(visible.filter(pk__in=asked).values_list("pk", flat=True))
        named = [page for page in refused["items_with_no_access"] if page.pk in seen]
        if not allowed and not named:
            raise Http404
        return allowed, {**refused, "items_with_no_access": named}

    PageBulkAction.get_actionable_objects = get_actionable_objects
