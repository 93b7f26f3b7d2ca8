"""Tags of the site's frame: its name, its navigation, the way back up."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest
from django.template import Context
from django.utils.text import Truncator
from django.utils.translation import gettext
from wagtail.models import Page

from lms.core.navigation import Menu, entries_above, entries_for

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


@dataclass(frozen=True, slots=True)
class Support:
    """Whom people ask for help, beside the training officer of their agency."""

    email: str
    phone: str

    @property
    def phone_address(self) -> str:
        return "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")

    def __bool__(self) -> bool:
        return bool(self.email or self.phone)


@register.simple_tag
def support() -> Support:
    return Support(settings.SUPPORT_EMAIL, settings.SUPPORT_PHONE)


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
    """Return (label, address) of what lies above: from the view, else the page, else the menus."""
    if given := context.get("breadcrumbs"):
        return list(given)
    page, request = context.get("page"), context.get("request")
    if isinstance(page, Page):
        if page.depth <= SITE_ROOT_DEPTH:
            return []
        parents = page.get_ancestors().live().filter(depth__gt=SITE_ROOT_DEPTH)
        items = [(parent.title, parent.get_url(request)) for parent in parents]
        return [(gettext("Home"), "/"), *((label, url) for label, url in items if url)]
    if request is None or request.path == "/":
        return []
    above = entries_above(request) if hasattr(request, "user") else []
    return [(gettext("Home"), "/"), *((str(entry.label), entry.path) for entry in above)]


@register.simple_tag(takes_context=True)
def list_state(context: Context) -> str:
    """Return what a list was asked for, for its title: “ – “chữ ký” – filtered – page 2”.

    Empty for the list as one comes to it.
    """
    asked = context["request"].GET
    parts = []
    if words := " ".join(asked.get("q", "").split()):
        parts.append(gettext("search for “%(words)s”") % {"words": Truncator(words).chars(60)})
    if any(value for key, value in asked.items() if key not in {"q", "page"}):
        parts.append(gettext("filtered"))
    page = asked.get("page", "")
    if page.isdecimal() and page.strip("0") not in {"", "1"}:
        parts.append(gettext("page %(number)s") % {"number": page[:6]})
    return "".join(f" – {part}" for part in parts)


@register.simple_tag(takes_context=True)
def error_mark(context: Context) -> str:
    """Return what a title begins with when the form of the page was not accepted, else nothing."""
    form = context.get("form")
    is_wrong = isinstance(form, BaseForm) and form.is_bound and bool(form.errors)
    return gettext("Error: ") if is_wrong else ""
