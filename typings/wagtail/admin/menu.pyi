from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise

class MenuItem:
    name: str
    label: str | Promise
    url: str
    order: int
    def __init__(
        self,
        label: str | Promise,
        url: str | Promise,
        name: str | None = None,
        classname: str = "",
        icon_name: str = "",
        attrs: dict[str, Any] | None = None,
        order: int = 1000,
    ) -> None: ...
    def is_shown(self, request: HttpRequest) -> bool: ...

class WagtailMenuRegisterable:
    menu_icon: str
    menu_label: str | Promise
    menu_name: str
    menu_order: int | None
    add_to_admin_menu: bool
    add_to_settings_menu: bool
    @property
    def menu_url(self) -> str | None: ...

class WagtailMenuRegisterableGroup(WagtailMenuRegisterable):
    items: Sequence[WagtailMenuRegisterable | type[WagtailMenuRegisterable]]
