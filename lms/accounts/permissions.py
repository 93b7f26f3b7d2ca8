"""Who may change whom in the register."""

from typing import Any

from lms.accounts.models import User
from lms.cms.registers import KeptPolicy


class PeoplePermissionPolicy(KeptPolicy):
    """Operators are changed by operators alone: otherwise their password could be taken over."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: User) -> bool:
        if instance.is_superuser and not user.is_superuser:
            return False
        return self.user_has_permission(user, action)
