"""How passwords are kept: Argon2id, older hashes renewed, no refusal that takes another time."""

import pytest
from argon2 import Parameters, Type, extract_parameters
from django.contrib.auth.hashers import (
    BasePasswordHasher,
    PBKDF2PasswordHasher,
    get_hashers,
    make_password,
)
from django.test import Client

from lms.accounts.hashers import PasswordHasher
from lms.accounts.models import User
from lms.settings import base
from tests.cast import PASSWORD

LOGIN = "/accounts/login/"
OLD = "django.contrib.auth.hashers.PBKDF2PasswordHasher"


@pytest.fixture(autouse=True)
def _hashes_of_production(settings, monkeypatch) -> None:
    settings.PASSWORD_HASHERS = base.PASSWORD_HASHERS
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 1000)


@pytest.fixture
def hashed(monkeypatch) -> list[str]:
    """Return the list to which every hash that is computed adds its algorithm."""
    done: list[str] = []

    def counted(hasher: BasePasswordHasher) -> None:
        for name in ("encode", "verify"):
            original = getattr(type(hasher), name)

            def call(self, *args, _original=original, _name=name, **kwargs):
                result = _original(self, *args, **kwargs)
                # PBKDF2 verifies by encoding.
                if not (_name == "verify" and self.algorithm == "pbkdf2_sha256"):
                    done.append(self.algorithm)
                return result

            monkeypatch.setattr(type(hasher), name, call)

    for hasher in get_hashers():
        counted(hasher)
    return done


def give_hash(user: User, hasher: str) -> None:
    User.objects.filter(pk=user.pk).update(password=make_password(PASSWORD, hasher=hasher))


def argon2_parameters(user: User) -> Parameters:
    stored = User.objects.get(pk=user.pk).password
    assert stored.startswith("argon2$")
    return extract_parameters(stored.removeprefix("argon2"))


def sign_in(name: str, password: str = PASSWORD) -> int:
    return Client().post(LOGIN, {"login": name, "password": password}).status_code


def test_a_password_is_kept_as_owasp_asks(cast):
    cast.lan.set_password(PASSWORD)
    cast.lan.save()
    found = argon2_parameters(cast.lan)
    assert (found.type, found.memory_cost, found.time_cost, found.parallelism) == (
        Type.ID,
        19 * 1024,
        2,
        1,
    )


def test_an_older_hash_signs_in_and_is_kept_anew(cast):
    give_hash(cast.lan, "pbkdf2_sha256")
    assert User.objects.get(pk=cast.lan.pk).password.startswith("pbkdf2_sha256$")
    assert sign_in("lan") == 302
    assert argon2_parameters(cast.lan).memory_cost == 19 * 1024
    assert sign_in("lan") == 302


def test_a_wrong_password_renews_nothing(cast):
    give_hash(cast.lan, "pbkdf2_sha256")
    assert sign_in("lan", "sai") == 200
    assert User.objects.get(pk=cast.lan.pk).password.startswith("pbkdf2_sha256$")


def test_weaker_parameters_are_renewed_too(cast, monkeypatch):
    monkeypatch.setattr(PasswordHasher, "memory_cost", 1024)
    give_hash(cast.lan, "default")
    monkeypatch.undo()
    assert sign_in("lan") == 302
    assert argon2_parameters(cast.lan).memory_cost == 19 * 1024


@pytest.mark.parametrize("somebody_has_an_older_hash", [True, False])
def test_attack_1_every_refusal_costs_the_same_hashes(cast, hashed, somebody_has_an_older_hash):
    for user in (cast.lan, cast.nga, cast.minh, cast.phuc):
        give_hash(user, "argon2")
    User.objects.exclude(password__startswith="argon2$").update(password=make_password(None))
    if somebody_has_an_older_hash:
        give_hash(cast.hung, "pbkdf2_sha256")
    User.objects.filter(pk=cast.nga.pk).update(is_active=False)
    refusals = {
        "a person": ("lan", "sai"),
        "an older hash": ("hung", "sai"),
        "a closed account": ("nga", "sai"),
        "never had a password": ("trainer", "sai"),
        "nobody": ("khong-co", "sai"),
        "no address": ("khong-co@tinh.example", "sai"),
    }
    costs = {}
    for who, (name, password) in refusals.items():
        hashed.clear()
        assert sign_in(name, password) == 200
        costs[who] = sorted(hashed)
    wanted = ["argon2", "pbkdf2_sha256"] if somebody_has_an_older_hash else ["argon2"]
    assert costs == dict.fromkeys(refusals, wanted)


def test_signing_in_costs_one_hash(cast, hashed):
    give_hash(cast.lan, "argon2")
    give_hash(cast.hung, "pbkdf2_sha256")
    hashed.clear()
    assert sign_in("lan") == 302
    assert hashed == ["argon2"]
