"""Mutation testing finds what tests do not notice, and says what it could not try."""

import ast
import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tests.mutation.forks import Died, Task, TookTooLong, run_forked
from tests.mutation.listed import listed_modules
from tests.mutation.mutants import Mutant, mutants_of
from tests.mutation.placing import Functions, NotPlaced, import_mutated, read
from tests.mutation.report import Count, lines_of, share_killed, summary

SAMPLE = '''
"""Sample."""
from functools import cache

FREE = 3

@cache
def fee(days: int, *, member: bool = False) -> int:
    if days > 10 and not member:
        return days * 2
    return 0

class Base:
    def total(self) -> int:
        return 1

class Bill(Base):
    def total(self) -> int:
        return super().total() + 2
'''


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    return written(tmp_path, SAMPLE)


def written(folder: Path, source: str) -> Path:
    file = folder / "sample.py"
    file.write_text(source, encoding="utf-8")
    return file


def imported(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("sample", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def tried(file: Path, test: Callable[[ModuleType], None], **accepted: str) -> Count:
    """Return what becomes of the mutants in functions of a file under one test."""
    module = imported(file)
    functions = Functions(file.parent)
    count = Count("sample.py", accepted)

    def work(name: str, _number: int) -> bool:
        tree, mutants = read(file)
        functions.put(file, tree, next(each for each in mutants if each.name == name))
        try:
            test(module)
        except AssertionError:
            return True
        return False

    names = [mutant.name for mutant in read(file)[1] if mutant.functions]
    for name, outcome in run_forked([Task(name) for name in names], work, jobs=2):
        if isinstance(outcome, NotPlaced):
            count.not_placed[name] = str(outcome)
        else:
            assert isinstance(outcome, bool), outcome
            (count.killed if outcome else count.survived).append(name)
    return count


def weak(module: ModuleType) -> None:
    assert module.fee(20) == 40
    assert module.Bill().total() == 3


def strong(module: ModuleType) -> None:
    weak(module)
    assert [module.fee(10), module.fee(11), module.fee(20, member=True)] == [0, 22, 0]


def names_in(source: str) -> list[str]:
    return [mutant.name for mutant in mutants_of(ast.parse(source), source)]


def test_a_weak_test_lets_changes_survive(sample):
    survived = tried(sample, weak).survived
    assert "fee: if days > 10 and not member: [> → >=]" in survived
    assert "fee: if days > 10 and not member: [without `not member`]" in survived
    assert "Bill.total: return super().total() + 2 [+ → -]" not in survived


def test_a_strong_test_lets_none_survive_though_a_result_is_remembered(sample):
    strong(imported(sample))
    count = tried(sample, strong)
    assert (count.survived, count.not_placed) == ([], {})
    assert len(count.killed) > 12


def test_a_name_that_was_imported_elsewhere_meets_the_mutant_too(sample):
    module = imported(sample)
    held, functions = module.Base.total, Functions(sample.parent)

    def work(name: str, _number: int) -> int | None:
        tree, mutants = read(sample)
        functions.put(sample, tree, next(each for each in mutants if each.name == name))
        return held(None)

    name = "Base.total: return 1 [1 → 2]"
    assert list(run_forked([Task(name)], work, jobs=1)) == [(name, 2)]


def test_an_accepted_survivor_is_not_counted(sample):
    name = "fee: return 0 [0 → 1]"
    count = tried(sample, weak, **{name: "a reason"})
    assert name in count.excused
    assert name not in count.survivors
    everything = tried(sample, strong, **{name: "a reason"})
    assert everything.outdated == [name]
    assert summary([everything])[1] is False


def test_a_mutant_that_cannot_be_put_in_place_is_named(tmp_path):
    source = "import sys\nif sys.maxsize == 1:\n    def never():\n        return 5 < 6\n"
    count = tried(written(tmp_path, source), lambda module: None)
    name = "never: return 5 < 6 [< → <=]"
    assert name in count.not_placed
    assert (count.killed, count.survived) == ([], [])
    assert any(line.strip().startswith(f"not placed  {name}") for line in lines_of(count))
    assert summary([count])[1] is False


def test_the_share_counts_what_was_judged():
    count = Count("a.py", {"c": "reason"}, killed=["a"] * 3, survived=["b", "c"])
    assert share_killed([count]) == 75
    assert summary([count])[1] is False
    assert summary([Count("a.py", killed=["a"] * 19, survived=["b"])])[1] is True


def test_what_happens_at_import_is_tried_by_importing_anew(sample, monkeypatch):
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    with pytest.raises(NotPlaced):
        import_mutated("sample", sample, "at import: FREE = 4 [4 → 5]")
    import_mutated("sample", sample, "at import: FREE = 3 [3 → 4]")
    import sample as module  # type: ignore[import-not-found]

    monkeypatch.delitem(sys.modules, "sample")
    assert module.FREE == 4


def test_default_arguments_are_changed_at_import(sample):
    names = {mutant.name for mutant in read(sample)[1] if not mutant.functions}
    assert "at import: def fee(days: int, *, member: bool = False) -> int: [False → True]" in names


@pytest.mark.parametrize(
    "line",
    [
        '"""A docstring with 1 < 2."""',
        "limit: Literal[1] = other",
        'raise Refused(_("At most %(count)s.") % {"count": 5})',
        'logger.warning("attempt %s", 5 + 1)',
        "from a import b",
        "assert value == 1",
    ],
)
def test_words_types_and_logs_are_left_alone(line):
    assert names_in(f"def f():\n    {line}\n") == []


def test_meta_classes_and_imports_for_types_are_left_alone():
    source = "class A:\n    class Meta:\n        limit = 5\nif TYPE_CHECKING:\n    b = 5\n"
    assert names_in(source) == []


@pytest.mark.parametrize(
    ("line", "change"),
    [
        ("return a <= b", "<= → <"),
        ("return a and b", "without `a`"),
        ("return done * 100 // total", "rounded up"),
        ("return rows.filter(a=1, b=c)", "without `b=c`"),
        ("return (a, b) != (c, d)", "b not compared"),
        ("return [x for x in y if x]", "without `if x`"),
        ("return f'asked:{who}'", "without `who`"),
        ("return any(x)", "any → all"),
        ("send(x)", "left out"),
        ("self.state = x", "left out"),
        ("return Decimal('0.5')", "0.5 → 0.51"),
        ("return text[:limit]", "without the bound `limit`"),
    ],
)
def test_the_changes_that_are_tried(line, change):
    assert f"f: {line} [{change}]" in names_in(f"def f():\n    {line}\n")


def test_the_same_change_twice_in_a_line_has_two_names():
    names = names_in("def f(a):\n    return a[1] + a[1]\n")
    assert "f: return a[1] + a[1] [1 → 2]" in names
    assert "f: return a[1] + a[1] [1 → 2, no. 2]" in names


def test_every_mutant_compiles(sample):
    source = sample.read_text(encoding="utf-8")
    for index in range(len(read(sample)[1])):
        tree = ast.parse(source)
        mutant: Mutant = mutants_of(tree, source)[index]
        mutant.put()
        assert ast.dump(tree) != ast.dump(ast.parse(source)), mutant.name
        compile(ast.fix_missing_locations(tree), "sample", "exec")


def test_a_fork_that_takes_too_long_or_dies_is_ended():
    def work(what: str, _number: int) -> None:
        while what == "endless":
            pass
        sys.exit("dies") if what == "exits" else None

    outcomes = dict(run_forked([Task("endless", 0.1), Task("exits"), Task("ends")], work, jobs=2))
    assert isinstance(outcomes["endless"], TookTooLong)
    assert isinstance(outcomes["exits"], SystemExit | Died)
    assert outcomes["ends"] is None


def test_the_list_names_files_tests_and_mutants_that_exist():
    root = Path(__file__).resolve().parents[2]
    for module in listed_modules([]):
        assert all((root / path).exists() for path in module.tests), module.path
        names = {mutant.name for mutant in read(module.file)[1]}
        assert set(module.accepted) - names == set(), module.path
        assert all(reason.strip() for reason in module.accepted.values())
