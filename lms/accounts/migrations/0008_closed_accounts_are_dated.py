"""Accounts that are closed get the row that says so; since when before this nobody recorded."""

from typing import Any

from django.db import migrations
from django.utils import timezone


def date_closed_accounts(apps: Any, schema_editor: Any) -> None:
    standing = apps.get_model("accounts", "AccountStanding")
    closed = apps.get_model("accounts", "User").objects.filter(is_active=False, standings=None)
    now = timezone.now()
    standing.objects.bulk_create(
        [standing(account=user, may_sign_in=False, since=now) for user in closed.iterator()],
        batch_size=1000,
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_account_standings")]

    operations = [migrations.RunPython(date_closed_accounts, migrations.RunPython.noop)]
