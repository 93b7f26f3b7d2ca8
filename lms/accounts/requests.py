"""Types of requests, for views that only signed-in people reach."""

from django.http import HttpRequest

from lms.accounts.models import User


class SignedInRequest(HttpRequest):
    """A request behind `login_required` or the door of the CMS."""

    user: User
