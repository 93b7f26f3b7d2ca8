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


@contextmanager
def written_tables() -> Iterator[set[str]]:
    tables: set[str] = set()

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if (found := WRITE.match(sql)) is not None:
            tables.add(found[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield tables


def writes_of(client: Client, paths: list[str]) -> dict[str, set[str]]:
    found = {}
    for path in paths:
        with written_tables() as tables:
            response = client.get(path)
            # Read to the end: what is streamed is made while it is read.
            b"".join(response)
        if tables - OF_THE_VISIT:
            found[path] = tables - OF_THE_VISIT
    return found


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
    client = signed_in(people[who]) if who in people else Client()
    paths = our_paths(foreign)
    assert len(paths) > 60
    assert writes_of(client, paths) == {}
    assert Attempt.objects.in_progress().exists()
    assert Certificate.objects.without_pdf().exists()


def test_a_write_would_be_noticed(foreign, signed_in):
    client = signed_in(foreign.cast.hung)
    with written_tables() as tables:
        client.post(f"/quizzes/{foreign.quiz.pk}/start/")
        foreign.enrolment.save()
    assert "enrolments_enrolment" in tables
