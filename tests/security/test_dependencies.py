"""Nobody runs on old dependencies without being told: `make outdated`, with recorded answers."""

import datetime as dt
import json
import re
import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[2]
outdated = SimpleNamespace(**runpy.run_path(str(ROOT / "deploy" / "outdated.py")))
TODAY = dt.date(2026, 11, 20)

# What `pip list --outdated --format=json` says.
LISTED = json.loads("""[
 {"name": "idna", "version": "3.10", "latest_version": "3.11", "latest_filetype": "wheel"},
 {"name": "Django", "version": "5.2.18", "latest_version": "5.2.19", "latest_filetype": "wheel"},
 {"name": "pip", "version": "23.2.1", "latest_version": "26.3", "latest_filetype": "wheel"},
 {"name": "nh3", "version": "0.3.7", "latest_version": "0.3.8", "latest_filetype": "wheel"}
]""")
# What uv notes when it locks one version alone.
LOCK = """
version = 1
revision = 5

[[package]]
name = "asks-when"
version = "0"
source = { virtual = "." }
dependencies = [{ name = "django" }]

[[package]]
name = "django"
version = "5.2.19"
source = { registry = "simple" }
sdist = { url = "django-5.2.19.tar.gz", upload-time = "2026-11-04T14:23:06.1Z" }
wheels = [
    { url = "django-5.2.19-py3-none-any.whl", upload-time = "2026-11-03T23:59:59.5Z" },
]
"""
RELEASED = {
    ("Django", "5.2.18"): dt.date(2026, 10, 6),
    ("Django", "5.2.19"): dt.date(2026, 11, 3),
    ("nh3", "0.3.7"): dt.date(2026, 8, 23),
    ("nh3", "0.3.8"): dt.date(2026, 11, 13),
}


def released(name: str, version: str) -> dt.date | None:
    return RELEASED.get((name, version))


@pytest.fixture
def found() -> list:
    return outdated.outdated_of(LISTED, {"django", "nh3", "idna"}, {"django", "nh3"}, released)


def test_attack_66_whoever_looks_is_told_what_has_been_out_for_more_than_seven_days(found):
    lines = outdated.lines_of(found, 126, TODAY)
    assert [each.days_out(TODAY) for each in found] == [17, 7, None]
    assert re.fullmatch(r"Django +5.2.18 \(2026-10-06\) +5.2.19 \(2026-11-03\) +17 days", lines[1])
    assert lines[-1] == (
        "3 of 126 dependencies are behind, 1 of them for more than 7 days; "
        "the longest: Django 5.2.19, out for 17 days; of 1 the age is unknown."
    )


def test_an_age_that_the_index_does_not_give_is_called_unknown(found):
    lines = outdated.lines_of(found, 126, TODAY)
    assert re.fullmatch(r"  idna +3.10 \(unknown\) +3.11 \(unknown\) +unknown", lines[3])
    alone = outdated.last_line(found[2:], 126, TODAY)
    assert alone == "1 of 126 dependencies are behind; of 1 the age is unknown."


def test_only_what_is_locked_counts_and_direct_dependencies_come_first(found):
    assert [each.name for each in found] == ["Django", "nh3", "idna"]
    assert [each.is_direct for each in found] == [True, True, False]


def test_a_release_is_out_from_the_day_of_its_first_file():
    assert outdated.day_of_release("Django", LOCK) == dt.date(2026, 11, 3)
    assert outdated.day_of_release("django", LOCK.replace("upload-time", "size")) is None
    assert outdated.day_of_release("wagtail", LOCK) is None


def test_when_nothing_is_behind_it_says_so():
    assert outdated.lines_of([], 126, TODAY) == ["None of 126 dependencies is behind."]


def test_the_names_of_the_lock_and_of_the_wishes_are_understood():
    lock = "annotated-types==0.8.0 \\\n    --hash=sha256:13b2\n    # via pydantic\nPyYAML==6.0 \\\n"
    assert outdated.names_in(lock) == {"annotated-types", "pyyaml"}
    wishes = (
        "# What the product runs on.\n-r requirements.in\ndjango-allauth[mfa]\ndjango>=5.2,<5.3\n"
    )
    assert outdated.names_in(wishes) == {"django-allauth", "django"}


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_operators_guide_says_how_a_correction_reaches_a_server_without_network(language):
    text = (ROOT / "docs" / language / "operators.md").read_text(encoding="utf-8")
    for step in ("make outdated", "make lock", "pip download --require-hashes", "--no-index"):
        assert step in text
