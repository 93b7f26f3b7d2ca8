"""Due dates of enrolments become assignments, and their changes dated rows where they are known.

Who assigned what for which agency, and each date that was overwritten since, stands in the history
of the course; where it tells another story than the enrolment, the enrolment is believed.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import migrations
from django.db.models import Q

ACTION = "lms.assign_course"
# The history was written at the end of the act that enrolled people.
SAME_ACT = dt.timedelta(minutes=1)


class Said(NamedTuple):
    at: dt.datetime
    by_id: int | None
    agency_code: str
    due_on: dt.date | None


def keep_what_was_assigned(apps: Any, schema_editor: Any) -> None:
    assignment = apps.get_model("enrolments", "Assignment")
    agencies = dict(apps.get_model("agencies", "Agency").objects.values_list("code", "pk"))
    history = _history(apps)
    for enrolment in _assigned(apps):
        former = None
        for said in _said_of(enrolment, history):
            former = assignment.objects.create(
                enrolment=enrolment,
                agency_id=agencies.get(said.agency_code),
                due_on=said.due_on,
                recorded_by_id=said.by_id,
                recorded_at=said.at,
                replaces=former,
            )


def _assigned(apps: Any) -> Iterator[Any]:
    enrolments = apps.get_model("enrolments", "Enrolment").objects.select_related("learner")
    return enrolments.filter(
        Q(source="assigned") | Q(due_on__isnull=False) | Q(assigned_by__isnull=False)
    ).order_by("pk").iterator(chunk_size=1000)


def _history(apps: Any) -> dict[tuple[int, str], list[Said]]:
    """Return what was said of each course to each official code, in its order."""
    entries = apps.get_model("wagtailcore", "PageLogEntry").objects.filter(action=ACTION)
    found: dict[tuple[int, str], list[Said]] = defaultdict(list)
    for entry in entries.order_by("timestamp", "pk").iterator(chunk_size=1000):
        due_on = entry.data.get("due_on") or None
        said = Said(
            entry.timestamp,
            entry.user_id,
            entry.data.get("agency", ""),
            dt.date.fromisoformat(due_on) if due_on else None,
        )
        for code in entry.data.get("people", []):
            found[entry.page_id, code].append(said)
    return found


def _said_of(enrolment: Any, history: dict[tuple[int, str], list[Said]]) -> list[Said]:
    """Return the dates of an enrolment as one overwrote the other: a date said again did not."""
    since = enrolment.opened_at - SAME_ACT
    until = enrolment.completed_at or enrolment.withdrawn_at
    story: list[Said] = []
    for said in history.get((enrolment.course_id, enrolment.learner.official_code), []):
        if said.at < since or (until and said.at > until):
            continue
        if not story or story[-1].due_on != said.due_on:
            story.append(said)
    if story and (story[-1].due_on, story[-1].by_id) == (
        enrolment.due_on,
        enrolment.assigned_by_id,
    ):
        return story
    return [Said(enrolment.opened_at, enrolment.assigned_by_id, "", enrolment.due_on)]


def write_into_enrolments(apps: Any, schema_editor: Any) -> None:
    """Give each enrolment the assignment that counts; the other dates have no place there.

    What is open and was taken away is the learner's own choice, as it is now.
    """
    enrolment = apps.get_model("enrolments", "Enrolment")
    assignment = apps.get_model("enrolments", "Assignment")
    in_force = assignment.objects.filter(replaced_by=None, is_withdrawn=False)
    by_enrolment: dict[int, list[Any]] = defaultdict(list)
    for row in in_force.iterator():
        by_enrolment[row.enrolment_id].append(row)
    for pk, rows in by_enrolment.items():
        row = min(rows, key=lambda r: (r.due_on is None, r.due_on or dt.date.max, r.pk))
        enrolment.objects.filter(pk=pk).update(
            source="assigned", due_on=row.due_on, assigned_by=row.recorded_by_id
        )
    told = assignment.objects.values("enrolment")
    taken_away = enrolment.objects.filter(pk__in=told, completed_at=None, withdrawn_at=None)
    taken_away.exclude(pk__in=list(by_enrolment)).update(source="self")
    assignment.objects.update(is_withdrawn=False, replaces=None)
    assignment.objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ('enrolments', '0004_assignments'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [migrations.RunPython(keep_what_was_assigned, write_into_enrolments)]
