"""One text in every field in which somebody can write freely."""

from typing import Any

from django.apps import apps
from django.db import models
from wagtail.fields import RichTextField, StreamField

ROOMS = ("lms.", "courses", "assessments", "certificates")


def free_fields(model: type[models.Model], length: int) -> list[models.Field[Any, Any]]:
    """Return the fields of a model that take any text of that length."""
    return [
        field
        for field in model._meta.local_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.SlugField | models.FileField | RichTextField | StreamField)
        and not field.choices
        and not field.unique
        and (field.max_length or 1000) >= length
        and field.name not in {"password", "email", "url_path", "pdf_sha256", "digest", "previous"}
    ]


def poison(text: str) -> int:
    """Write a text into every free field of every row of ours; return how many fields."""
    fields = 0
    for model in apps.get_models():
        if model.__module__.startswith(ROOMS) or model._meta.label == "wagtailcore.Page":
            names = [
                field.name
                for field in free_fields(model, len(text))
                if not any(field.name in c.fields for c in model._meta.total_unique_constraints)
                and not any(field.name in unique for unique in model._meta.unique_together)
                and not field.name.endswith(("reference", "hash", "language", "timezone"))
            ]
            if names:
                model._base_manager.update(**dict.fromkeys(names, text))
                fields += len(names)
    return fields
