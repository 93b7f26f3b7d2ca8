"""What was done stays written: no address, no verb and no role changes or removes an entry."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, PageLogEntry

from tests.security.addresses import Address, addresses
from tests.security.world import Foreign

ENTRIES = (ModelLogEntry, PageLogEntry)
# They end the session of whoever walks, or raise on purpose.
LEFT_OUT = {"account_logout", "wagtailadmin_logout", "wagtailadmin_error_test"}


@pytest.fixture
def before(foreign: Foreign) -> list[dict[Any, dict[str, Any]]]:
    """Let some things be done; return the entries of both models by their key."""
    log(instance=foreign.course, action="wagtail.edit", user=foreign.cast.trainer)
    log(instance=foreign.cast.hung, action="accounts.password_link", user=foreign.cast.admin)
    return entries()


def entries() -> list[dict[Any, dict[str, Any]]]:
    models: tuple[Any, ...] = ENTRIES
    return [{row["id"]: row for row in model.objects.values()} for model in models]


def targets(foreign: Foreign, model: Any) -> dict[str, Any]:
    """Return parameters that name an entry wherever a model and a row can be named."""
    entry = model.objects.latest("pk").pk
    names = {
        "app_label": "wagtailcore",
        "app_name": "wagtailcore",
        "model_name": model._meta.model_name,
        "content_type_app_name": "wagtailcore",
        "content_type_model_name": model._meta.model_name,
    }
    numbers = ("pk", "object_id", "page_id", "page_pk", "revision_id")
    return {**foreign.samples, **names, **dict.fromkeys(numbers, entry)}


def send(client: Client, verb: str, path: str, model: Any) -> int:
    """Ask for a change of the newest entry of a model; return the status."""
    entry = model.objects.latest("pk").pk
    form = {
        "id": entry,
        "action": "wagtail.create",
        "label": "khác",
        "user": "",
        "data": "{}",
        "timestamp": "2000-01-01",
        "next": "/cms/",
    }
    request = getattr(client, verb)
    where = f"{path}?id={entry}&next=/cms/"
    kind = {} if verb == "post" else {"content_type": "application/json"}
    return int(request(where, form, **kind).status_code)


def in_the_cms(address: Address) -> bool:
    return address.route.startswith("cms/") and address.name not in LEFT_OUT


@pytest.mark.parametrize("who", ["admin", "operator"])
@pytest.mark.parametrize("model", ENTRIES, ids=lambda model: model.__name__)
def test_attack_64_no_address_of_the_cms_changes_an_entry(
    foreign, before, signed_in, who, model
) -> None:
    foreign.cast.admin.is_superuser = who == "operator"
    foreign.cast.admin.save()
    client = signed_in(foreign.cast.admin)
    client.raise_request_exception = False
    samples, answered = targets(foreign, model), 0
    for address in filter(in_the_cms, addresses()):
        path = address.filled(samples, {})
        for verb in ("post", "put", "patch", "delete"):
            answered += send(client, verb, path, model) == 200
    assert answered > 20
    for old, new in zip(before, entries(), strict=True):
        assert {key: new.get(key) for key in old} == old


def test_attack_64_no_role_has_a_right_to_an_entry_of_the_history(foreign) -> None:
    names = [model._meta.model_name for model in ENTRIES]
    rights = Permission.objects.filter(content_type__model__in=names)
    assert rights.count() >= 2 * len(names)
    assert not Group.objects.filter(permissions__in=rights).exists()
