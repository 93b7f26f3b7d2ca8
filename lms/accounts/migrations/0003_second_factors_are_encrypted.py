"""Encrypt the secrets of two-step sign-in that stand in the database."""

from django.db import migrations

from lms.accounts.second_factor import change_secrets, decrypted, encrypted


def change_all(apps, change):
    authenticators = apps.get_model("mfa", "Authenticator")
    for row in authenticators.objects.order_by("pk"):
        row.data = change_secrets(row.data, change)
        row.save(update_fields=["data"])


def encrypt(apps, schema_editor):
    change_all(apps, lambda text: encrypted(decrypted(text)))


def decrypt(apps, schema_editor):
    change_all(apps, decrypted)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_choices_are_checked"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(encrypt, decrypt)]
