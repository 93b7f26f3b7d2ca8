from collections.abc import Callable
from typing import Any, Self, overload
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model
from django.utils.functional import Promise

from .models.audit_log import BaseLogEntry
from .models.revisions import Revision

class LogFormatter:
    label: str | Promise
    message: str | Promise
    comment: str | Promise
    def format_message(self, log_entry: BaseLogEntry) -> str | Promise: ...
    def format_comment(self, log_entry: BaseLogEntry) -> str | Promise: ...

class LogContext:
    user: AbstractBaseUser | None
    uuid: UUID | None
    def __init__(
        self, user: AbstractBaseUser | None = None, generate_uuid: bool = True
    ) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *raised: object) -> None: ...

class LogActionRegistry:
    @overload
    def register_action(self, action: str) -> Callable[[type[LogFormatter]], None]: ...
    @overload
    def register_action(
        self, action: str, label: str | Promise, message: str | Promise
    ) -> None: ...

registry: LogActionRegistry

def log(
    instance: Model,
    action: str,
    *,
    user: AbstractBaseUser | None = None,
    uuid: UUID | None = None,
    data: dict[str, Any] | None = None,
    revision: Revision | None = None,
    title: str | None = None,
    content_changed: bool = False,
) -> BaseLogEntry | None: ...
