"""Tags of the site's frame: its name, its navigation, the way back up."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

register = template.Library()

# Who sees an entry of the main navigation.
EVERYBODY, SIGNED_IN, MANAGERS, EDITORS = "everybody", "signed in", "managers", "editors"
NAVIGATION: tuple[tuple[Promise, str, str], ...] = (
    (_("Home"), "/", EVERYBODY),
    (_("Courses"), "/courses/", EVERYBODY),
    (_("My learning"), "/my/learning/", SIGNED_IN),
    (_("My competencies"), "/my/competencies/", SIGNED_IN),
    (_("My certificates"), "/my/certificates/", SIGNED_IN),
    (_("My agency"), "/agency/", MANAGERS),
    (_("Content management"), "/cms/", EDITORS),
)
ACCOUNT_LINKS: tuple[tuple[Promise, str], ...] = (
    (_("My account"), "/accounts/"),
    (_("Change password"), "/accounts/password/change/"),
    (_("Two-step sign-in"), "/accounts/2fa/"),
    (_("Signed-in devices"), "/accounts/sessions/"),
    (_("Help"), "/help/"),
)
# Pages below these have entries of their own.
PATHS_OF_THEIR_OWN = ("/", "/accounts/")
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
def navigation(context: Context, manages_an_agency: bool = False) -> list[NavigationItem]:
    """Return the entries of the main navigation this visitor may open.

    Whether they manage an agency is asked by a tag of `lms.agencies`, which lies above this room.
    """
    request = context.get("request")
    audiences = _audiences_of(getattr(request, "user", None), manages_an_agency)
    return [
        _item(request, label, path) for label, path, audience in NAVIGATION if audience in audiences
    ]


@register.simple_tag(takes_context=True)
def account_links(context: Context) -> list[NavigationItem]:
    return [_item(context.get("request"), label, path) for label, path in ACCOUNT_LINKS]


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


def _audiences_of(user: Any, manages_an_agency: bool) -> set[str]:
    if user is None or not user.is_authenticated:
        return {EVERYBODY}
    audiences = {EVERYBODY, SIGNED_IN}
    if manages_an_agency:
        audiences.add(MANAGERS)
    if user.has_perm("wagtailadmin.access_admin"):
        audiences.add(EDITORS)
    return audiences


def _item(request: Any, label: Promise, path: str) -> NavigationItem:
    here = getattr(request, "path", "")
    is_current = here == path if path in PATHS_OF_THEIR_OWN else here.startswith(path)
    return NavigationItem(str(label), path, is_current)
