"""The order of pages by dragging: for who writes drafts, and offered to nobody it is refused."""

from typing import Any


def let_authors_order_drafts() -> None:
    """Let whoever may edit a page that is not published order what stands below it.

    Wagtail asks for the right to publish, because learners would see the new order at once; of a
    draft they see nothing. Its list lets everybody drag, and says “moved” of what it refused.
    """
    from wagtail.admin.views.pages.listing import ExplorableIndexView
    from wagtail.models import PagePermissionTester

    testers: Any = PagePermissionTester
    may_order = testers.can_reorder_children
    reorder_url = ExplorableIndexView.get_reorder_url

    def can_reorder_children(tester: Any) -> bool:
        draft = not tester.page.live and tester.page.depth > 1
        return bool(may_order(tester) or (draft and tester.can_edit()))

    def get_reorder_url(view: Any) -> str | None:
        return reorder_url(view) if view.permissions.can_reorder_children() else None

    testers.can_reorder_children = can_reorder_children
    ExplorableIndexView.get_reorder_url = get_reorder_url
