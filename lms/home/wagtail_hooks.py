"""Help in the CMS: the pages of this site, in the reader's language, without the internet."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("register_help_menu_item")
def help_of_this_site() -> MenuItem:
    return MenuItem(
        _("How to use this site"), reverse("help_index"), name="help", icon_name="help", order=100
    )


@hooks.register("construct_help_menu")
def without_pages_of_others(request: HttpRequest, items: list[MenuItem]) -> None:
    """Take away the links to Wagtail's own site, which is in English and may be out of reach."""
    items[:] = [item for item in items if not item.url.startswith("https://")]
