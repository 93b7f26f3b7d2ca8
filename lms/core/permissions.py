"""Who may do what in the CMS, where the four permissions of Django are not the whole rule."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy


class KeptPermissionPolicy(ModelPermissionPolicy):
    """Rows that learning records rely on: nobody deletes them, they end by a date instead."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and super().user_has_permission(user, action)


class ReadOnlyPermissionPolicy(ModelPermissionPolicy):
    """Rows that are written by acts alone; the CMS only shows them."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)
