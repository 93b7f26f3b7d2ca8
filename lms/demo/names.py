"""Invented people: names put together from common parts, the same for the same seed."""

import random
from dataclasses import dataclass
from typing import Any

from lms.accounts.models import Gender


@dataclass(frozen=True)
class Person:
    full_name: str
    gender: Gender


def invent_person(parts: dict[str, Any], rng: random.Random) -> Person:
    """Return somebody who does not exist; `parts` is the content of data/names.yaml."""
    gender = rng.choice([Gender.FEMALE, Gender.MALE])
    families = parts["family"]
    (family,) = rng.choices(list(families), weights=list(families.values()))
    own = parts[gender.value]
    return Person(f"{family} {rng.choice(own['middle'])} {rng.choice(own['given'])}", gender)
