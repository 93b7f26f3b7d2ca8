"""What second factors are made of stands in the database only encrypted, by keys that change."""

import importlib
import io
import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.fernet import Fernet
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import translation

from lms.accounts.models import User
from lms.accounts.second_factor import change_secrets, decrypted, encrypted
from tests.accounts.test_second_factor import SECRET, code_now, password_step

FORMER, NEWER = Fernet.generate_key().decode(), Fernet.generate_key().decode()
SEED = "0123456789abcdef" * 5


@pytest.fixture
def lan(cast, settings) -> User:
    """Lan has an app and recovery codes, written with the former key."""
    settings.LMS_SECOND_FACTOR_KEYS = [FORMER]
    TOTP.activate(cast.lan, SECRET)
    RecoveryCodes.activate(cast.lan)
    return cast.lan


def in_the_database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        return str(cursor.fetchall())


def codes() -> list[str]:
    return Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()


def write_plainly(user: User) -> None:
    """Store secrets as the version before did."""
    Authenticator.objects.filter(user=user).delete()
    Authenticator.objects.create(user=user, type="totp", data={"secret": SECRET})
    Authenticator.objects.create(
        user=user, type="recovery_codes", data={"seed": SEED, "used_mask": 5}
    )


def signs_in(client, user) -> bool:
    password_step(client)
    client.post("/accounts/2fa/authenticate/", {"code": code_now()})
    return client.session.get("_auth_user_id") == str(user.pk)


def test_no_secret_is_in_the_database(lan):
    stored = in_the_database()
    assert SECRET not in stored
    seed = Authenticator.objects.get(type="recovery_codes").data["seed"]
    assert seed.startswith("fernet:")
    assert decrypted(seed) not in stored
    assert not [code for code in codes() if code in stored]


def test_the_same_secret_is_never_stored_twice_the_same():
    assert encrypted(SECRET) != encrypted(SECRET)
    assert decrypted(encrypted(SECRET)) == SECRET


def test_signing_in_works_with_the_former_key_behind_a_new_one(lan, client, settings):
    settings.LMS_SECOND_FACTOR_KEYS = [NEWER, FORMER]
    assert signs_in(client, lan)


def test_after_encrypting_anew_the_former_key_can_go(lan, client, settings):
    before = codes()
    settings.LMS_SECOND_FACTOR_KEYS = [NEWER, FORMER]
    out = io.StringIO()
    call_command("encrypt_second_factors", stdout=out)
    assert out.getvalue().strip().endswith(": 2")
    settings.LMS_SECOND_FACTOR_KEYS = [NEWER]
    assert codes() == before
    assert signs_in(client, lan)


def test_with_a_lost_key_no_code_fits_and_the_operator_is_told(lan, client, settings):
    settings.LMS_SECOND_FACTOR_KEYS = [NEWER]
    assert not signs_in(client, lan)
    with translation.override("en"), pytest.raises(CommandError, match="opens 2"):
        call_command("encrypt_second_factors", stdout=io.StringIO())
    assert Authenticator.objects.count() == 2


def test_what_no_key_opens_can_be_removed_and_the_rest_stays(lan, cast, settings):
    settings.LMS_SECOND_FACTOR_KEYS = [NEWER]
    TOTP.activate(cast.nga, SECRET)
    call_command("encrypt_second_factors", remove_unreadable=True, stdout=io.StringIO())
    assert Authenticator.objects.get().user == cast.nga


def test_an_upgrade_encrypts_what_is_there_and_can_be_taken_back(lan, client, settings):
    write_plainly(lan)
    before = codes()
    module = importlib.import_module("lms.accounts.migrations.0003_second_factors_are_encrypted")
    module.encrypt(apps, None)
    stored = in_the_database()
    assert SECRET not in stored
    assert SEED not in stored
    module.encrypt(apps, None)
    assert codes() == before
    assert Authenticator.objects.get(type="recovery_codes").data["used_mask"] == 5
    assert signs_in(client, lan)
    module.decrypt(apps, None)
    assert SECRET in in_the_database()
    assert SEED in in_the_database()


def test_what_the_version_before_wrote_last_is_read_and_encrypted_by_the_command(lan, client):
    write_plainly(lan)
    assert signs_in(client, lan)
    call_command("encrypt_second_factors", stdout=io.StringIO())
    assert SECRET not in in_the_database()


def test_codes_from_another_program_are_encrypted_as_well():
    data = {"migrated_codes": ["one", "two"], "viewed_at": 1.5}
    changed = change_secrets(data, encrypted)
    assert "one" not in json.dumps(changed)
    assert change_secrets(changed, decrypted) == data


def test_nothing_is_stored_plainly_where_no_key_is_set(cast, settings):
    settings.LMS_SECOND_FACTOR_KEYS = []
    with pytest.raises(ImproperlyConfigured, match="SECOND_FACTOR_KEYS"):
        TOTP.activate(cast.lan, SECRET)
    assert not Authenticator.objects.exists()
