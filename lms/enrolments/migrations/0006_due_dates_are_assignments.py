from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('enrolments', '0005_what_was_assigned'),
    ]

    operations = [
        migrations.RemoveField(model_name='enrolment', name='assigned_by'),
        migrations.RemoveField(model_name='enrolment', name='due_on'),
    ]
