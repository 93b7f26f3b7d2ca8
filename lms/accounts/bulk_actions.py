"""Acts on many people at once: on nobody whom one may not change one by one."""

from wagtail.permissions import policy_registry
from wagtail.users.views.bulk_actions import AssignRoleBulkAction, SetActiveStateBulkAction

from lms.accounts.models import User


class SetActiveState(SetActiveStateBulkAction):
    """Wagtail asks for the right to change people, not this person: operators could be shut out."""

    def check_perm(self, obj: User) -> bool:
        policy = policy_registry.get_by_type(User)
        return bool(policy.user_has_permission_for_instance(self.request.user, "change", obj))


class AssignRole(AssignRoleBulkAction):
    """Nobody gives themselves a role, here as in the form of a person."""

    def check_perm(self, obj: User) -> bool:
        policy = policy_registry.get_by_type(User)
        may_change = policy.user_has_permission_for_instance(self.request.user, "change", obj)
        return bool(may_change) and obj != self.request.user
