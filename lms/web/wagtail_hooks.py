from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from wagtail import hooks


@hooks.register("before_serve_document")
def documents_are_for_people_who_signed_in(
    document: Any, request: HttpRequest
) -> HttpResponse | None:
    """Course documents are not for the open network; a collection may restrict them further."""
    if request.user.is_authenticated:
        return None
    return redirect_to_login(request.get_full_path())
