from django.db import migrations

import assessments.banks.fields


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial")]

    # The column is the same: only the definition of the blocks leaves the migrations.
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="question",
                    name="content",
                    field=assessments.banks.fields.AnswersField(verbose_name="answers"),
                )
            ]
        )
    ]
