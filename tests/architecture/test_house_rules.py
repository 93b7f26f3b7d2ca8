"""Habits of the code that a machine can hold."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("lms", "courses", "assessments", "certificates")
SERVICES = sorted(
    path
    for room in ROOMS
    for path in [*(ROOT / room).rglob("services.py"), *(ROOT / room).rglob("services/*.py")]
)


def tracked(*patterns: str) -> list[Path]:
    """Return the files of the repository, or all files where there is no repository."""
    run = subprocess.run(
        ["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return [ROOT / line for line in run.stdout.splitlines() if (ROOT / line).is_file()]


def public_functions(path: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [n for n in tree.body if isinstance(n, ast.FunctionDef) and not n.name.startswith("_")]


@pytest.mark.parametrize("path", SERVICES, ids=lambda p: str(p.relative_to(ROOT)))
def test_services_are_typed_and_say_what_they_do(path):
    for function in public_functions(path):
        assert ast.get_docstring(function), f"{function.name} says nothing"
        assert function.returns is not None, f"{function.name} has no return type"
        for argument in (*function.args.args, *function.args.kwonlyargs):
            assert argument.annotation is not None, f"{function.name}: {argument.arg}"


def test_every_migration_has_a_name():
    names = [p.name for room in ROOMS for p in (ROOT / room).rglob("migrations/0*.py")]
    assert names
    assert not [name for name in names if "_auto_" in name]


def test_models_and_migrations_agree(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_no_template_breaks_the_content_policy():
    call_command("check_templates")


def test_lock_files_pin_hashes_and_name_no_host():
    for path in ROOT.glob("requirements*.txt"):
        text = path.read_text()
        assert "--hash=sha256:" in text
        assert not re.search(r"https?://", text)


def test_nothing_names_a_path_of_a_machine():
    pattern = re.compile(r"/(?:work|root|home/\w+)/")
    suspicious = [
        path.relative_to(ROOT)
        for path in tracked("*.py", "*.md", "*.sh", "*.html", "*.toml", "Makefile")
        if path != Path(__file__) and pattern.search(path.read_text(encoding="utf-8"))
    ]
    assert not suspicious


def test_rows_are_not_changed_by_signals():
    receivers = [
        path.relative_to(ROOT)
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if re.search(r"^@receiver|\.connect\(", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    # One stands in for the library's own receivers of mails, one teaches each connection to SQLite
    # the Vietnamese alphabet; neither changes a row.
    assert set(receivers) == {Path("lms/cms/gathered_mails.py"), Path("lms/core/apps.py")}
