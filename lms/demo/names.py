"""Invented people: names put together from common parts, the same for the same seed."""

import random
from dataclasses import dataclass
from typing import TypedDict

from lms.accounts.models import Gender


@dataclass(frozen=True)
class Person:
    full_name: str
    gender: Gender


class OwnNames(TypedDict):
    middle: list[str]
    given: list[str]


class NameParts(TypedDict):
    """data/names.yaml: family names by how common they are, the other names by gender."""

    family: dict[str, int]
    female: OwnNames
    male: OwnNames


def invent_person(parts: NameParts, rng: random.Random) -> Person:
    """Return somebody who does not exist."""
    gender = rng.choice([Gender.FEMALE, Gender.MALE])
    families = parts["family"]
    (family,) = rng.choices(list(families), weights=list(families.values()))
    own = parts["female"] if gender == Gender.FEMALE else parts["male"]
    return Person(f"{family} {rng.choice(own['middle'])} {rng.choice(own['given'])}", gender)
