"""Names are sorted and found with every letter that reads as Đ: the stored keys are made anew."""

from typing import Any

from django.db import migrations

from lms.core.text import fold, name_sort_key


def make_keys(apps: Any, schema_editor: Any) -> None:
    users = apps.get_model("accounts", "User").objects.only(
        "pk", "full_name", "sort_key", "folded_name"
    )
    for user in users.iterator():
        keys = name_sort_key(user.full_name), fold(user.full_name)[:300]
        if keys != (user.sort_key, user.folded_name):
            user.sort_key, user.folded_name = keys
            user.save(update_fields=["sort_key", "folded_name"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_security_events")]

    operations = [migrations.RunPython(make_keys, migrations.RunPython.noop)]
