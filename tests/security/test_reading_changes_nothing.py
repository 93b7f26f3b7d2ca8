"""Looking at a page changes no row: what writes is a form that is posted."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from assessments.models import Attempt
from certificates.models import Certificate
from lms.accounts.models import EventKind, SecurityEvent
from tests.security.addresses import addresses
from tests.security.test_outsiders import ALARM, LEAVING, OURS
from tests.security.world import Foreign

WRITE = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+[\"`]?(\w+)", re.IGNORECASE)
# What a visit itself leaves behind, counters against too many of them, and the row in which the
# library keeps how somebody wants the CMS to look.
OF_THE_VISIT = {
    "django_session",
    "usersessions_usersession",
    "web_limitcounter",
    "wagtailusers_userprofile",
}


# The one thing that looking leaves behind on purpose: that staff looked at a person, who is told.
OF_THE_LOOK = {"accounts_securityevent"}
LOOKS = {"agency_person", "wagtailusers_users:edit"}


@contextmanager
def written_tables() -> Iterator[set[str]]:
    tables: set[str] = set()

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if (found := WRITE.match(sql)) is not None:
            tables.add(found[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield tables


def writes_of(client: Client, paths: list[str], looks: set[str]) -> dict[str, set[str]]:
    """Return the tables that reading each of these changed; `looks` show one person to staff."""
    found = {}
    for path in paths:
        with written_tables() as tables:
            response = client.get(path)
            # Read to the end: what is streamed is made while it is read.
            b"".join(response)
        if left := tables - OF_THE_VISIT - (OF_THE_LOOK if path in looks else set()):
            found[path] = left
    return found


def looks_at_people(foreign: Foreign) -> set[str]:
    return {
        address.filled(foreign.samples, foreign.special)
        for address in addresses()
        if address.name in LOOKS or f"{address.namespace}:{address.name}" in LOOKS
    }


def our_paths(foreign: Foreign) -> list[str]:
    """Return the address of every view of ours and of every live page."""
    views = [
        address.filled(foreign.samples, foreign.special)
        for address in addresses()
        if getattr(address.view, "__module__", "").startswith(OURS)
        and address.name not in LEAVING | ALARM
    ]
    pages = [page.url for page in Page.objects.live().filter(depth__gt=1) if page.url]
    return [*views, *pages]


@pytest.mark.parametrize("who", ["visitor", "owner", "manager", "trainer", "administrator"])
def test_attack_58_looking_at_any_page_changes_no_row(foreign, signed_in, who):
    # Where something is due it is most tempting to do it on the way.
    Attempt.objects.in_progress().update(deadline=timezone.now())
    people = {
        "owner": foreign.cast.hung,
        "manager": foreign.cast.phuc,
        "trainer": foreign.stranger,
        "administrator": foreign.cast.admin,
    }
    person = people.get(who)
    client = signed_in(person) if person else Client()
    others = SecurityEvent.objects.exclude(kind=EventKind.RECORD_VIEWED)
    before = others.count()
    paths = our_paths(foreign)
    assert len(paths) > 60
    assert writes_of(client, paths, looks_at_people(foreign)) == {}
    assert others.count() == before
    assert Attempt.objects.in_progress().exists()
    assert Certificate.objects.without_pdf().exists()


def test_a_look_at_a_person_writes_just_that(foreign, signed_in):
    looks = sorted(looks_at_people(foreign))
    assert len(looks) == 2
    client = signed_in(foreign.cast.admin)
    assert writes_of(client, looks, set()) == dict.fromkeys(looks[:1], OF_THE_LOOK)


def test_a_write_would_be_noticed(foreign, signed_in):
    client = signed_in(foreign.cast.hung)
    with written_tables() as tables:
        client.post(f"/quizzes/{foreign.quiz.pk}/start/")
        foreign.enrolment.save()
    assert "enrolments_enrolment" in tables
