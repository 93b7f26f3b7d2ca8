"""The operators' guide names every setting and every service there is."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GUIDES = [ROOT / "docs" / language / "operators.md" for language in ("en", "vi")]


def settings_read() -> set[str]:
    sources = [*(ROOT / "lms" / "settings").glob("*.py"), ROOT / "deploy" / "gunicorn.conf.py"]
    pattern = re.compile(r'(?:env\.\w+|environ\.get)\(\s*"(\w+)"')
    return {name for source in sources for name in pattern.findall(source.read_text())}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda g: g.parent.name)
def test_every_environment_variable_is_explained(guide):
    text = guide.read_text(encoding="utf-8")
    assert not [name for name in settings_read() if f"`{name}`" not in text]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda g: g.parent.name)
def test_every_service_and_command_of_the_guide_exists(guide):
    text = guide.read_text(encoding="utf-8")
    units = {unit.name for unit in (ROOT / "deploy" / "systemd").iterdir()}
    for name in re.findall(r"\blms-[a-z-]+\.timer", text):
        assert name in units
    from django.core.management import get_commands

    commands = set(get_commands())
    assert not set(re.findall(r"manage\.py ([a-z_]+)", text)) - commands


OURS = ("lms", "courses", "assessments", "certificates")


@pytest.mark.parametrize("guide", GUIDES, ids=lambda g: g.parent.name)
def test_every_command_of_ours_is_explained(guide):
    from django.core.management import get_commands

    text = guide.read_text(encoding="utf-8")
    ours = {name for name, app in get_commands().items() if str(app).split(".")[0] in OURS}
    assert len(ours) > 10
    assert sorted(name for name in ours if f"`{name}`" not in text) == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda g: g.parent.name)
def test_the_codes_of_a_checked_certificate_are_those_of_the_guide(guide):
    from certificates.management.commands.verify_certificate import EXIT_CODES, UNREADABLE

    (row,) = re.findall(r"^\| `verify_certificate` \|.*$", guide.read_text("utf-8"), re.MULTILINE)
    said = [int(code) for code in re.findall(r"(?<=[ ,])(\d)(?= )", row)]
    assert said == sorted([*EXIT_CODES.values(), UNREADABLE])


def test_the_services_run_commands_that_exist():
    from django.core.management import get_commands

    commands = set(get_commands())
    for unit in (ROOT / "deploy" / "systemd").glob("*.service"):
        assert not set(re.findall(r"manage\.py ([a-z_]+)", unit.read_text())) - commands


def test_the_example_sets_what_production_asks_for():
    text = (ROOT / "deploy" / "environment.example").read_text(encoding="utf-8")
    names = set(re.findall(r"^([A-Z_]+)=", text, re.MULTILINE))
    assert {"SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL", "DATABASE_URL"} <= names
    assert not names - settings_read() - {"DJANGO_SETTINGS_MODULE"}
