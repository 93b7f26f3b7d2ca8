"""Sign-in rules that differ from allauth's own."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from lms.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People come from the personnel register; nobody signs up."""
        return False


def display_name(user: User) -> str:
    return user.full_name
