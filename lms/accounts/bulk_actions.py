"""Acts on many people at once: on nobody whom one may not change one by one."""

from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.permissions import policy_registry
from wagtail.users.views.bulk_actions import AssignRoleBulkAction, SetActiveStateBulkAction

from lms.accounts.events import record_roles
from lms.accounts.models import User
from lms.accounts.people_forms import role_names


class SetActiveState(SetActiveStateBulkAction):
    """Wagtail asks for the right to change people, not this person: operators could be shut out."""

    def check_perm(self, obj: User) -> bool:
        policy = policy_registry.get_by_type(User)
        return bool(policy.user_has_permission_for_instance(self.request.user, "change", obj))

    @classmethod
    def execute_action(
        cls, objects: list[User], mark_as_active: bool = False, model: Any = None, **kwargs: Any
    ) -> tuple[int, int]:
        """Save each: saving dates the change."""
        changed = [person for person in objects if person != kwargs.get("user")]
        with transaction.atomic():
            for person in changed:
                person.is_active = mark_as_active
                person.save(update_fields=["is_active"])
        return len(changed), 0


class AssignRole(AssignRoleBulkAction):
    """Nobody gives themselves a role, here as in the form of a person."""

    def check_perm(self, obj: User) -> bool:
        policy = policy_registry.get_by_type(User)
        may_change = policy.user_has_permission_for_instance(self.request.user, "change", obj)
        return bool(may_change) and obj != self.request.user

    @classmethod
    def execute_action(
        cls, objects: list[User], role: Group | None = None, **kwargs: Any
    ) -> tuple[int, int]:
        before = {person: role_names(person) for person in objects}
        done: tuple[int, int] = super().execute_action(objects, role=role, **kwargs)
        for person, names in before.items():
            record_roles(person=person, before=names, after=role_names(person))
        return done
