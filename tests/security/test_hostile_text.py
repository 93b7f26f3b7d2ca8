"""One hostile text in every field and every parameter: it stays text wherever it is shown."""

import json
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.db import models
from wagtail.fields import RichTextField, StreamField

from lms.accounts.services import send_password_link
from tests.security.addresses import Address, addresses

HOSTILE = "\"'><script>xss()</script>{{191*7}}"
RUNS = ["<script>xss", "1337"]
ROOMS = ("lms.", "courses", "assessments", "certificates")
# Raises on purpose, so that operators can try their alarm; leaves.
LEFT_OUT = {"wagtailadmin_error_test", "account_logout", "wagtailadmin_logout"}
PARAMETERS = [
    "q",
    "search",
    "page",
    "p",
    "per_page",
    "ordering",
    "order",
    "sort",
    "status",
    "bank",
    "tag",
    "kind",
    "difficulty",
    "competency",
    "state",
    "branch",
    "topic",
    "level",
    "length",
    "framework",
    "as_of",
    "reading",
    "format",
    "serial",
    "next",
    "locale",
    "export",
    "date",
    "collection_id",
    "action",
    "multiple",
    "legal",
    "day",
    "as_at",
]


def hostile_fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the fields in which somebody can write freely, and that are long enough."""
    return [
        field
        for field in model._meta.local_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.SlugField | models.FileField | RichTextField | StreamField)
        and not field.choices
        and not field.unique
        and (field.max_length or 1000) >= len(HOSTILE)
        and field.name not in {"password", "email", "url_path", "pdf_sha256", "digest", "previous"}
    ]


def poison() -> int:
    """Write the hostile text into every free field of every row of ours; return how many fields."""
    fields = 0
    for model in apps.get_models():
        if model.__module__.startswith(ROOMS) or model._meta.label == "wagtailcore.Page":
            names = [
                field.name
                for field in hostile_fields(model)
                if not any(field.name in c.fields for c in model._meta.total_unique_constraints)
                and not any(field.name in unique for unique in model._meta.unique_together)
                and not field.name.endswith(("reference", "hash", "language", "timezone"))
            ]
            if names:
                model._base_manager.update(**dict.fromkeys(names, HOSTILE))
                fields += len(names)
    return fields


def running(response: Any) -> list[str]:
    """Return what a browser would run of an answer."""
    if response.streaming or "attachment" in response.get("Content-Disposition", ""):
        return []
    text = response.content.decode("utf-8", errors="replace")
    if "json" in response["Content-Type"]:
        parts = json.loads(text)
        text = str(parts.get("html", "")) if isinstance(parts, dict) else ""
    return [each for each in RUNS if each in text]


def is_ours(address: Address) -> bool:
    module = getattr(address.view, "__module__", "")
    ours = module.startswith(("lms.", "courses.", "assessments.", "certificates."))
    return ours and address.name not in LEFT_OUT


@pytest.fixture
def operator(foreign, signed_in):
    foreign.cast.hung.is_superuser = True
    foreign.cast.hung.save()
    return signed_in(foreign.cast.hung)


def test_attack_36_a_hostile_text_in_every_field_runs_nowhere(foreign, operator) -> None:
    samples, special = foreign.samples, foreign.special
    assert poison() > 30
    operator.raise_request_exception = False
    wrong, shown = [], 0
    for address in addresses():
        if address.name in LEFT_OUT:
            continue
        path = address.filled(samples, special)
        response = operator.get(path)
        shown += not response.streaming and b"&lt;script&gt;xss" in response.content
        if response.status_code >= 500 or running(response):
            wrong.append((path, response.status_code, running(response)))
    assert "\n".join(map(str, wrong)) == ""
    assert shown > 60


@pytest.mark.parametrize("value", ["9" * 400, "\x00"], ids=["digits", "nul"])
def test_attack_46_no_parameter_breaks_an_address(foreign, operator, value) -> None:
    samples, special = foreign.samples, foreign.special
    operator.raise_request_exception = False
    query = dict.fromkeys(PARAMETERS, value)
    wrong = []
    for address in filter(is_ours, addresses()):
        path = address.filled(samples, special)
        response = operator.get(path, query)
        if response.status_code >= 500 or running(response):
            wrong.append((path, response.status_code, running(response)))
    assert "\n".join(map(str, wrong)) == ""


def test_attack_38_42_a_name_is_only_text_in_mails_and_adds_no_header(cast) -> None:
    cast.lan.full_name = "{{ 191*7 }} {% include 'x' %} ${191*7}\r\nBcc: evil@evil.example"
    cast.lan.save()
    send_password_link(user=cast.lan)
    (sent,) = mail.outbox
    assert "1337" not in f"{sent.subject}{sent.body}"
    assert "Bcc" not in sent.message()
    assert sent.recipients() == [cast.lan.email]
