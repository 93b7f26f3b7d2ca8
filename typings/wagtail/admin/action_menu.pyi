from typing import Any

from django.utils.functional import Promise
from wagtail.admin.ui.components import Component

class ActionMenuItem(Component):
    order: int
    label: str | Promise
    name: str | None
    classname: str
    icon_name: str
    template_name: str
    def __init__(self, order: int | None = None) -> None: ...
    def is_shown(self, context: dict[str, Any]) -> bool: ...
    def get_url(self, parent_context: dict[str, Any]) -> str | None: ...
