"""The report on the command line: a file, or one clear line of what is wrong."""

import json

import pytest
from django.core.management import CommandError, call_command

from lms.reports.renderers import RENDERERS


def run(tmp_path, **options) -> bytes:
    output = tmp_path / "report.out"
    values = {"agency": "so-a", "format": "json", "output": str(output), "as_of": "2026-06-30"}
    call_command("competency_report", **{**values, **options}, verbosity=0)
    return output.read_bytes()


@pytest.mark.parametrize("key", RENDERERS)
def test_every_format_is_written(world, tmp_path, key):
    world.require(world.data, 2)
    assert run(tmp_path, format=key)
    assert [path.name for path in tmp_path.iterdir()] == ["report.out"]


def test_the_figures_are_those_of_the_day_and_the_reading(world, tmp_path):
    data = json.loads(run(tmp_path, reading="successors"))["data"]
    assert (data["as_of"], data["reading"]) == ("2026-06-30", "successors")
    assert data["denominator"]["counted"] == 3


@pytest.mark.parametrize(
    "options",
    [
        {"agency": "khong-co"},
        {"as_of": "2026-02-30"},
        {"as_of": "2999-01-01"},
        {"as_of": "1900-01-01"},
        {"reading": "both"},
        {"format": "docx"},
        {"output": "/khong/co/report.pdf"},
        {"output": "/"},
    ],
)
def test_what_is_wrong_is_one_line_and_nothing_is_written(cast, tmp_path, options):
    with pytest.raises(CommandError) as error:
        run(tmp_path, **options)
    assert "\n" not in str(error.value)
    assert list(tmp_path.iterdir()) == []
