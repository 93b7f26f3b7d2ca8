"""The modules that are mutated, the tests that belong to each, and the survivors accepted."""

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIST = Path(__file__).with_name("modules.toml")


@dataclass(frozen=True)
class Listed:
    """`path` and `tests` relative to the project; `accepted`: a reason by the mutant's name."""

    path: str
    tests: tuple[str, ...]
    accepted: dict[str, str]

    @property
    def file(self) -> Path:
        return ROOT / self.path

    @property
    def module(self) -> str:
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def is_tested_by(self, nodeid: str) -> bool:
        path = nodeid.split("::")[0]
        return any(path == each or path.startswith(f"{each}/") for each in self.tests)


def listed_modules(wanted: list[str]) -> list[Listed]:
    """Return what the list says of the files wanted, of all without any; exits at a stranger."""
    content = tomllib.loads(LIST.read_text(encoding="utf-8"))
    accepted: dict[str, dict[str, str]] = defaultdict(dict)
    for entry in content.get("accepted", []):
        accepted[entry["module"]][entry["mutant"]] = entry["reason"]
    modules = [
        Listed(path, tuple(room["tests"]), accepted.pop(path, {}))
        for room in content["room"]
        for path in room["modules"]
    ]
    if strangers := set(accepted):
        raise SystemExit(f"accepted, but not in the list: {', '.join(sorted(strangers))}")
    if strangers := set(wanted) - {module.path for module in modules}:
        raise SystemExit(f"not in {LIST.relative_to(ROOT)}: {', '.join(sorted(strangers))}")
    return [module for module in modules if not wanted or module.path in wanted]
