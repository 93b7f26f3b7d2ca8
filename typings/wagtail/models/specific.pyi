from collections.abc import Sequence
from typing import Self

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.functional import cached_property

class SpecificMixin:
    """`specific` is an instance of a subclass, which the caller has to ask for (isinstance)."""

    @cached_property
    def specific(self) -> Self: ...
    @cached_property
    def specific_deferred(self) -> Self: ...
    @cached_property
    def specific_class(self) -> type[models.Model] | None: ...
    @property
    def cached_content_type(self) -> ContentType: ...
    def get_specific(
        self,
        deferred: bool = False,
        copy_attrs: Sequence[str] | None = None,
        copy_attrs_exclude: Sequence[str] | None = None,
    ) -> Self: ...
