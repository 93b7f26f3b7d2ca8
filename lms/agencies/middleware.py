"""Nothing opens before a required second factor is set up."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from lms.agencies.access import has_staff_duties
from lms.core.held import Held
from lms.core.navigation import is_open_address

# Setting it up counts at once; giving it up counts half a minute later.
_people_with_second_factor = Held(
    lambda: frozenset(
        Authenticator.objects.filter(type=Authenticator.Type.TOTP).values_list("user_id", flat=True)
    )
)


def lacks_required_second_factor(request: HttpRequest) -> bool:
    """Return whether this person must set up a second factor before going on."""
    wanted_of = settings.LMS_SECOND_FACTOR_REQUIRED_FOR
    user = request.user
    if wanted_of == "none" or not user.is_authenticated:
        return False
    if wanted_of == "staff" and not has_staff_duties(request):
        return False
    return user.pk not in _people_with_second_factor() and not is_mfa_enabled(user)


class SecondFactorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_open_address(request.path_info) and lacks_required_second_factor(request):
            return redirect(reverse("mfa_activate_totp"))
        return self.get_response(request)
