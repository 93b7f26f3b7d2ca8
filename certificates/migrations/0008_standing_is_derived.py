from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("certificates", "0007_day_earned_is_filled")]

    operations = [
        migrations.AlterField(
            model_name="certificate",
            name="earned_on",
            field=models.DateField(verbose_name="earned on"),
        ),
        migrations.AlterField(
            model_name="certificate",
            name="source_reference",
            field=models.CharField(max_length=100, verbose_name="earned by"),
        ),
        # Which document a renewal superseded follows from learner, course and day.
        migrations.RemoveField(model_name="certificate", name="superseded_by"),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(
                fields=("source_reference", "edition"), name="certificate_once_per_edition"
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(("edition", 1), ("replaces__isnull", True))
                | models.Q(("edition__gt", 1), ("replaces__isnull", False)),
                name="certificate_edition_replaces",
            ),
        ),
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(
                fields=["learner", "course_reference", "earned_on"],
                name="certificate_renewals",
            ),
        ),
    ]
