"""Who may sign in: people of the register, by official code or e-mail address."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from lms.accounts.hashers import hash_as_for_everybody
from lms.accounts.models import User
from lms.core.held import Held

# Joining a first group counts half a minute later; leaving one counts at once.
people_in_groups = Held(
    lambda: frozenset(User.groups.through.objects.values_list("user_id", flat=True))
)


def find_person(sign_in_name: str) -> User | None:
    """Return the person with this official code or e-mail address, upper and lower case alike."""
    name = sign_in_name.strip()
    if not name:
        return None
    return User.objects.filter(Q(email=name.lower()) | Q(official_code__iexact=name)).first()


class RegisterBackend(AuthenticationBackend):
    """One look-up and the same password hashes whatever was typed, so that time tells nothing."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        found: User | None = super().authenticate(request, **credentials)
        if found is None and (password := credentials.get("password")):
            hash_as_for_everybody(password, self.person)
        return found

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        name = credentials.get("email") or credentials.get("username") or ""
        self.person = find_person(name)
        return self._check_password(self.person, credentials.get("password") or "")

    def _get_group_permissions(self, user_obj: User) -> QuerySet[Permission]:
        """Return none without a query for whoever is in no group, as all but a few are."""
        if user_obj.pk not in people_in_groups():
            return Permission.objects.none()
        return super()._get_group_permissions(user_obj)

    def _get_user_permissions(self, user_obj: User) -> QuerySet[Permission]:
        """Return none: permissions are given to groups alone, so no query need ask."""
        return Permission.objects.none()
