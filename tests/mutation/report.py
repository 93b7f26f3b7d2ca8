"""What is printed: the survivors and the share killed."""

from collections.abc import Iterable
from dataclasses import dataclass, field

GOAL = 95  # percent


@dataclass
class Count:
    """What became of the mutants of one module, by name; `accepted` gives reasons by name."""

    path: str
    accepted: dict[str, str] = field(default_factory=dict)
    killed: list[str] = field(default_factory=list)
    survived: list[str] = field(default_factory=list)
    untested: list[str] = field(default_factory=list)
    not_placed: dict[str, str] = field(default_factory=dict)

    @property
    def survivors(self) -> list[str]:
        return [name for name in self.survived if name not in self.accepted]

    @property
    def excused(self) -> list[str]:
        return [name for name in self.survived if name in self.accepted]

    @property
    def outdated(self) -> list[str]:
        """What the list accepts though it does not survive, or is no mutant any more."""
        return sorted(set(self.accepted) - set(self.survived))


def share_killed(counts: Iterable[Count]) -> float:
    """Return percent killed of those that are neither accepted nor impossible to place."""
    counts = list(counts)
    killed = sum(len(count.killed) for count in counts)
    judged = killed + sum(len(count.survivors) for count in counts)
    return 100 * killed / judged if judged else 100.0


def lines_of(count: Count) -> list[str]:
    """Return the lines of one module: its share, then every mutant that asks for something."""
    share = share_killed([count])
    head = f"{share:5.1f} %  {count.path}: {len(count.killed)} killed"
    if count.excused:
        head += f", {len(count.excused)} accepted"
    if count.survivors:
        head += f", {len(count.survivors)} survived"
    lines = [head]
    for name in count.survivors:
        reached = "" if name not in count.untested else "  (no test comes there)"
        lines.append(f"    survived    {name}{reached}")
    lines += [f"    not placed  {name}  ({why})" for name, why in count.not_placed.items()]
    lines += [f"    accepted, but does not survive  {name}" for name in count.outdated]
    return lines


def summary(counts: list[Count]) -> tuple[str, bool]:
    """Return the last line, and whether all is as it should be."""
    killed = sum(len(count.killed) for count in counts)
    survivors = sum(len(count.survivors) for count in counts)
    excused = sum(len(count.excused) for count in counts)
    missing = sum(len(count.not_placed) for count in counts)
    outdated = sum(len(count.outdated) for count in counts)
    share = share_killed(counts)
    text = (
        f"{share:.1f} % killed: {killed} killed, {survivors} survived, {excused} accepted with a "
        f"reason, {missing} could not be put in place, {outdated} entries of the list are out of "
        "date"
    )
    return text, share >= GOAL and not missing and not outdated
