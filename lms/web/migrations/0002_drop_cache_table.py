from django.db import migrations


class Migration(migrations.Migration):
    """Limits used to live in a table of Django's cache, made by `createcachetable`."""

    dependencies = [("web", "0001_limit_counters")]

    operations = [
        migrations.RunSQL("DROP TABLE IF EXISTS lms_cache", migrations.RunSQL.noop),
    ]
