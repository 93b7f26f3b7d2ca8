import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("certificates", "0005_constraints_say_what_is_wrong"),
    ]

    operations = [
        migrations.AddField(
            model_name="certificate",
            name="edition",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="edition"),
        ),
        migrations.AddField(
            model_name="certificate",
            name="earned_on",
            field=models.DateField(null=True, verbose_name="earned on"),
        ),
        migrations.AddField(
            model_name="certificate",
            name="replaces",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="certificates.certificate",
                verbose_name="replaces",
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="reissued_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="issued anew by",
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="reissue_reason",
            field=models.CharField(
                blank=True, max_length=500, verbose_name="reason for issuing anew"
            ),
        ),
    ]
