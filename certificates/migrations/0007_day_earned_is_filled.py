"""Every document so far was issued on the day on which it was earned."""

from typing import Any

from django.db import migrations
from django.db.models import F


def fill_day_earned(apps: Any, schema_editor: Any) -> None:
    apps.get_model("certificates", "Certificate").objects.update(earned_on=F("issued_on"))


def link_renewals(apps: Any, schema_editor: Any) -> None:
    """Link each document with the next one of its learner and course, as before."""
    model = apps.get_model("certificates", "Certificate")
    before = None
    rows = model.objects.filter(revoked_at__isnull=True)
    for row in rows.order_by("learner_id", "course_reference", "earned_on", "pk").iterator():
        if before and _course(before) == _course(row):
            model.objects.filter(pk=before.pk).update(superseded_by=row)
        before = row


def _course(row: Any) -> tuple[int, str]:
    return row.learner_id, row.course_reference


class Migration(migrations.Migration):
    dependencies = [("certificates", "0006_editions_and_day_earned")]

    operations = [migrations.RunPython(fill_day_earned, link_renewals)]
