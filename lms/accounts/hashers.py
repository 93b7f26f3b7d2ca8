"""How passwords are hashed, and what keeps the time of a refusal from telling whose name exists."""

from django.contrib.auth.hashers import (
    Argon2PasswordHasher,
    BasePasswordHasher,
    get_hasher,
    get_hashers,
    identify_hasher,
)

from lms.accounts.models import User


class PasswordHasher(Argon2PasswordHasher):
    """Argon2id as the OWASP Password Storage Cheat Sheet asks: 19 MiB, two passes, one lane."""

    memory_cost = 19 * 1024  # KiB
    time_cost = 2
    parallelism = 1


def hash_as_for_everybody(password: str, person: User | None) -> None:
    """After a refusal, hash once in every way still in the register that has not been used yet.

    Whoever has not signed in since the way of hashing changed has a hash that takes another time:
    without this, a slower answer would tell that a name exists.
    """
    for hasher in _others(_used_for(person)):
        hasher.encode(password, hasher.salt())


def _used_for(person: User | None) -> str:
    """Return the algorithm a refusal has already cost; a missing hash costs the newest one."""
    try:
        hasher = identify_hasher(person.password) if person else get_hasher()
    except ValueError:
        hasher = get_hasher()
    return str(hasher.algorithm)


def _others(used: str) -> list[BasePasswordHasher]:
    newest, *older = get_hashers()
    in_use = [h for h in older if _is_in_the_register(h)]
    return [hasher for hasher in (newest, *in_use) if hasher.algorithm != used]


def _is_in_the_register(hasher: BasePasswordHasher) -> bool:
    return User.objects.filter(password__startswith=f"{hasher.algorithm}$").exists()
