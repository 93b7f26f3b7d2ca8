"""The catalogue that setting up a site made gets the English title it gets today."""

from django.db import migrations

MADE = "Danh mục khóa học"
IN_ENGLISH = "Course catalogue"


def name_in_english(apps, schema_editor):
    catalogues = apps.get_model("courses", "CataloguePage")
    revisions = apps.get_model("wagtailcore", "Revision")
    for catalogue in catalogues.objects.filter(title=MADE, title_en=""):
        catalogues.objects.filter(pk=catalogue.pk).update(title_en=IN_ENGLISH)
        # What is published next comes from the latest revision.
        latest = revisions.objects.filter(pk=catalogue.latest_revision_id).first()
        if latest is not None and not latest.content.get("title_en"):
            latest.content["title_en"] = IN_ENGLISH
            latest.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0006_catalogues_have_english_titles"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(name_in_english, migrations.RunPython.noop)]
