"""From an address to its page in two plain queries.

Wagtail asks twice for every step of the way down, and again for what lies above when it checks
view restrictions and when the breadcrumbs are drawn: over a dozen queries for a lesson.
"""

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.url_routing import RouteResult
from wagtail.views import serve

from lms.core.models import BasePage


class NotPublished(Http404):
    """`page` is there, but it or one above it is not published."""

    def __init__(self, page: Page) -> None:
        self.page = page
        super().__init__()


def serve_page(request: HttpRequest, path: str) -> HttpResponse:
    """Serve the page at an address; an address that leads nowhere is left to Wagtail."""
    if route := find_route(request, path):
        # Where Wagtail looks for it first.
        request._wagtail_route_for_request = route  # type: ignore[attr-defined]
    return serve(request, path)


def find_route(request: HttpRequest, path: str) -> RouteResult | None:
    """Return the route to a page, None if there is none at this address.

    Raises NotPublished if the page or one above it is not published: a course that was taken back
    takes its lessons with it.
    """
    site = Site.find_for_request(request)
    if site is None:
        return None
    addresses = [site.root_page.url_path]
    for component in filter(None, path.split("/")):
        addresses.append(f"{addresses[-1]}{component}/")
    restricted = Exists(PageViewRestriction.objects.filter(page=OuterRef("pk")))
    pages = list(
        Page.objects.filter(url_path__in=addresses, path__startswith=site.root_page.path)
        .annotate(is_restricted=restricted)
        .order_by("depth")
    )
    if len(pages) != len(addresses):
        return None
    if not all(page.live for page in pages):
        raise NotPublished(pages[-1])
    *above, last = pages
    page = last.specific
    if not isinstance(page, BasePage):
        return None
    page.above = above
    page.is_unrestricted = not any(p.is_restricted or p.alias_of_id for p in pages)
    return RouteResult(page)
