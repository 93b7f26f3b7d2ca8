"""Tags of the account pages."""

from urllib.parse import quote

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.translation import gettext

register = template.Library()

# The first that occurs names it: several browsers also carry the names of others.
BROWSERS = (
    ("coc_coc", "Cốc Cốc"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@register.filter
def browser_name(user_agent: str) -> str:
    """Return a browser and its system as people call them: “Firefox, Windows”."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return ", ".join(part for part in (browser, system) if part) or gettext("Unknown browser")


@register.simple_tag(takes_context=True)
def sign_in_url(context: Context) -> str:
    """Return where to sign in to come back to this page.

    From the front page and the account pages one goes on as if one had come for nothing else.
    """
    url = reverse("account_login")
    request = context.get("request")
    if request is None or request.path == "/" or request.path.startswith(reverse("account_home")):
        return url
    return f"{url}?next={quote(request.get_full_path())}"
