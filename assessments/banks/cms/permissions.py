"""Whose rows: a policy and a mixin that ask `visible_to`, as every other page does."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404

from lms.cms.registers import KeptPolicy


class CataloguePolicy(KeptPolicy):
    """The permission of the group, and only on rows of the catalogues one may edit."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        allowed = self.user_has_permission(user, action)
        visible = self.model.objects.visible_to(user)
        return bool(allowed and (instance.pk is None or visible.filter(pk=instance.pk).exists()))

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        return any(self.user_has_permission_for_instance(user, a, instance) for a in actions)

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[Any]:
        if not self.user_has_any_permission(user, actions):
            return self.model.objects.none()
        return self.model.objects.visible_to(user)


class OwnObject:
    """A view of one row: rows of other catalogues are as if they did not exist."""

    request: Any
    model: Any

    def get_object(self, *args: Any, **kwargs: Any) -> Model:
        try:
            # Stands before views of several kinds, which ask for different things.
            row: Model = super().get_object(*args, **kwargs)  # type: ignore[misc]
        except PermissionDenied as denied:
            raise Http404 from denied
        if not self.model.objects.visible_to(self.request.user).filter(pk=row.pk).exists():
            raise Http404
        return row
