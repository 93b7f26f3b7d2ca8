"""Pages of the CMS are for whoever may write in their part of the tree; others are as if not there.

Wagtail asks for the right to change a page and shows titles of any, drafts included, to everybody
of the CMS: in choosers and their search, as parents, and in reports.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.query import PageQuerySet

from lms.cms.own_library import asking, check_library, own_tags

# What the addresses of the CMS call the number of a page, and its queries.
IN_ADDRESSES = (
    "page_id",
    "page_pk",
    "page_to_move_id",
    "parent_page_id",
    "destination_id",
)
IN_QUERIES = ("parent_page_id", "target_pages[]")
CHOSEN_PAGES = "wagtailadmin_choose_page_chosen_multiple"
CHOOSE_PAGE = "wagtailadmin_choose_page"
# They count and name the pages of everybody.
FOR_OPERATORS = {"page_types_usage", "page_types_usage_results"}
# The pages of the CMS itself ask the API for pages alone.
APIS_FOR_OPERATORS = {"wagtailadmin_api:documents", "wagtailadmin_api:images"}
MOST_TAGS = 10
TAGS = {"wagtailadmin_tag_autocomplete", "wagtailadmin_tag_model_autocomplete"}


def own_pages(user: Any) -> PageQuerySet:
    """Return the pages that somebody may see in the CMS: their parts of the tree, and the way."""
    found: PageQuerySet = PagePermissionPolicy().explorable_instances(user)
    return found


def check_pages(request: HttpRequest, numbers: Iterable[Any]) -> None:
    """Raise `Http404` unless all these pages are somebody's own."""
    wanted = {int(number) for number in numbers if str(number).isdigit()}
    if wanted and own_pages(request.user).filter(pk__in=wanted).count() < len(wanted):
        raise Http404


def numbers_of_pages(request: HttpRequest, kwargs: dict[str, Any]) -> list[Any]:
    match = request.resolver_match
    queried = [*IN_QUERIES, *(["id"] if match and match.url_name == CHOSEN_PAGES else [])]
    return [
        *(kwargs[name] for name in IN_ADDRESSES if kwargs.get(name)),
        *(number for name in queried for number in request.GET.getlist(name)),
    ]


class OwnPagesMiddleware:
    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = asking.set(request)
        try:
            response: HttpResponseBase = self.get_response(request)
            return response
        finally:
            asking.reset(token)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        if match is None or not match.route.startswith("cms/"):
            return None
        # Whoever may not enter is turned away by the CMS itself.
        if request.user.is_superuser or not request.user.has_perm("wagtailadmin.access_admin"):
            return None
        check_pages(request, numbers_of_pages(request, kwargs))
        check_library(request.user, kwargs)
        if match.url_name in FOR_OPERATORS or match.namespace in APIS_FOR_OPERATORS:
            raise PermissionDenied
        if match.url_name in TAGS:
            names = own_tags().filter(name__istartswith=request.GET.get("term", ""))
            found = names.order_by("name").values_list("name", flat=True)[:MOST_TAGS]
            return JsonResponse(list(found), safe=False)
        if match.url_name == CHOOSE_PAGE:
            return begin_at_own_pages(request, view, kwargs)
        return None


def begin_at_own_pages(
    request: HttpRequest, view: Any, kwargs: dict[str, Any]
) -> HttpResponseBase | None:
    """Open a chooser of pages at the top of one's own, not above what others are writing."""
    top = PagePermissionPolicy().explorable_root_instance(request.user)
    if top is None:
        raise PermissionDenied
    answer: HttpResponseBase = view(request, **{**kwargs, "parent_page_id": top.pk})
    return answer


def only_own_pages(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Leave out of a chooser the pages of others."""
    return pages.filter(pk__in=own_pages(request.user).order_by().values("pk"))
