"""Tags of the site's frame: its name, its navigation, the way back up."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.utils.translation import gettext
from wagtail.models import Page

from lms.core.navigation import Menu, entries_for

register = template.Library()

SITE_ROOT_DEPTH = 2


@dataclass(frozen=True, slots=True)
class NavigationItem:
    label: str
    path: str
    current: bool


@register.simple_tag
def site_name() -> str:
    return settings.SITE_NAME


@register.simple_tag
def demo_label() -> str:
    """Return the notice of a demonstration site, or nothing on a real one."""
    if not getattr(settings, "LMS_DEMONSTRATION", False):
        return ""
    return gettext("Demonstration: the people, agencies and results shown here are invented.")


@register.simple_tag(takes_context=True)
def navigation(context: Context, menu: str = Menu.MAIN) -> list[NavigationItem]:
    """Return the entries of a menu this visitor may open; none where there is no request."""
    request: HttpRequest | None = context.get("request")
    if request is None or not hasattr(request, "user"):
        return []
    return [
        NavigationItem(str(entry.label), entry.path, entry.is_current(request.path))
        for entry in entries_for(request, Menu(menu))
    ]


@register.simple_tag(takes_context=True)
def breadcrumb_items(context: Context) -> list[tuple[str, str]]:
    """Return (label, address) of what lies above: as the view gave it, or the page's ancestors."""
    if given := context.get("breadcrumbs"):
        return list(given)
    page = context.get("page")
    if not isinstance(page, Page) or page.depth <= SITE_ROOT_DEPTH:
        return []
    request = context.get("request")
    parents = page.get_ancestors().live().filter(depth__gt=SITE_ROOT_DEPTH)
    items = [(parent.title, parent.get_url(request)) for parent in parents]
    return [(gettext("Home"), "/"), *((label, url) for label, url in items if url)]
