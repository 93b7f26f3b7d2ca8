"""The paper of an attempt: which question versions, in which order, for how many marks. Pure."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, Self

from assessments.exceptions import NotEnoughQuestions
from assessments.question_types import QUESTION_TYPES
from assessments.question_types.base import Body
from lms.core.frozen import stamped, unstamped

PAPER_VERSION = 1


@dataclass(frozen=True)
class FrozenQuestion:
    """The part of a question version that decides: its kind and its frozen body, key included."""

    kind: str
    body: Body


@dataclass(frozen=True)
class Pick:
    """One line of a quiz: so many of these versions. A fixed question is one of one."""

    candidates: tuple[int, ...]
    count: int = 1
    mark: Decimal = Decimal(1)


@dataclass(frozen=True)
class Slot:
    """A place in the paper, counted from 1; `options` are ids in the order the learner sees."""

    slot: int
    version: int
    mark: Decimal
    options: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"mark": str(self.mark), "options": list(self.options)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        exact = {"mark": Decimal(stored["mark"]), "options": tuple(stored["options"])}
        return cls(**{**stored, **exact})


@dataclass(frozen=True)
class Paper:
    """A field that is added, here or to a slot, has a default: what older papers mean by it."""

    slots: tuple[Slot, ...]

    @property
    def max_mark(self) -> Decimal:
        return sum((slot.mark for slot in self.slots), Decimal(0))

    def find(self, number: int) -> Slot | None:
        return self.slots[number - 1] if 0 < number <= len(self.slots) else None

    def as_json(self) -> dict[str, Any]:
        """Return the paper as `Attempt.paper` stores it."""
        return stamped({"slots": [slot.as_json() for slot in self.slots]}, PAPER_VERSION)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Read what `as_json` wrote in this release or an earlier one. Raises NewerRecord."""
        values = unstamped(stored, newest=PAPER_VERSION, what="the paper of an attempt")
        slots = tuple(Slot.from_json(each) for each in values["slots"])
        return cls(**{**values, "slots": slots})


def choose(picks: Sequence[Pick], rng: random.Random) -> list[tuple[int, Decimal]]:
    """Return (version, mark) for every place, in the order of the picks, no version twice.

    Every draw is uniform; where draws overlap, places are filled along augmenting paths, so that
    a paper is found whenever there is one. Raises NotEnoughQuestions.
    """
    places = [index for index, pick in enumerate(picks) for _ in range(pick.count)]
    shuffled = [rng.sample(pick.candidates, len(pick.candidates)) for pick in picks]
    holder: dict[int, int] = {}  # version -> place
    for place, index in enumerate(places):
        if not _fill(place, places, shuffled, holder, set()):
            pick = picks[index]
            filled = sum(places[held] == index for held in holder.values())
            raise NotEnoughQuestions(index, pick.count, filled)
    chosen = {place: version for version, place in holder.items()}
    return [(chosen[place], picks[index].mark) for place, index in enumerate(places)]


def _fill(
    place: int,
    places: list[int],
    shuffled: list[list[int]],
    holder: dict[int, int],
    tried: set[int],
) -> bool:
    candidates = shuffled[places[place]]
    for version in candidates:
        if version not in holder:
            holder[version] = place
            return True
    for version in candidates:
        if version in tried or places[holder[version]] == places[place]:
            continue
        tried.add(version)
        if _fill(holder[version], places, shuffled, holder, tried):
            holder[version] = place
            return True
    return False


def lay_out(
    chosen: Sequence[tuple[int, Decimal]],
    questions: Mapping[int, FrozenQuestion],
    rng: random.Random,
    *,
    shuffle_questions: bool,
    shuffle_options: bool,
) -> Paper:
    """Return the paper of the chosen (version, mark) pairs in the order this learner meets them."""
    order = list(chosen)
    if shuffle_questions:
        rng.shuffle(order)
    slots = []
    for number, (version, mark) in enumerate(order, start=1):
        question = questions[version]
        options = QUESTION_TYPES[question.kind].option_order(question.body, rng, shuffle_options)
        slots.append(Slot(number, version, mark, tuple(options)))
    return Paper(tuple(slots))
