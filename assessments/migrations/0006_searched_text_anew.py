"""Questions are found whatever marks they are typed with: what is searched is folded anew."""

from typing import Any

from django.db import migrations

from lms.core.text import fold


def fold_anew(apps: Any, schema_editor: Any) -> None:
    rows = apps.get_model("assessments", "Question").objects.values_list("pk", "folded_text")
    for pk, text in rows.iterator():
        # What was folded before folds to the same as the text of the question.
        if (folded := fold(text)) != text:
            questions = apps.get_model("assessments", "Question").objects.filter(pk=pk)
            questions.update(folded_text=folded)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0005_changes_wait_for_a_second_person")]

    operations = [migrations.RunPython(fold_anew, migrations.RunPython.noop)]
