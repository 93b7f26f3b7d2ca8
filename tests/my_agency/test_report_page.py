"""The address of the competency report: its parameters, its files, its refusals."""

import datetime as dt

import pytest
from django.utils import timezone

from lms.reports.renderers import RENDERERS

REPORT = "/agency/so-a/competency-report/"


@pytest.mark.parametrize("key", [key for key in RENDERERS if key != "html"])
def test_a_file_has_a_plain_name_and_no_cache_keeps_it(world, signed_in, key):
    world.require(world.data, 3)
    response = signed_in(world.cast.minh).get(f"{REPORT}?format={key}&as_of=2026-06-30")
    assert response.status_code == 200
    assert response["Content-Type"] == RENDERERS[key].content_type
    name = f"competency-report-so-a-2026-06-30.{key}"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "query",
    [
        "as_of=2026-02-30",
        "as_of=hôm-qua",
        "as_of=99999-01-01",
        "as_of=2026-06-30T00:00",
        "as_of=%00",
        "as_of=1900-01-01",
        "format=exe",
        "format=../pdf",
        "reading=both",
        "as_of=2026-02-30&format=xlsx",
    ],
)
def test_what_cannot_be_drawn_gives_the_form_and_a_sentence(cast, signed_in, query):
    response = signed_in(cast.minh).get(f"{REPORT}?{query}")
    assert response.status_code == 400
    text = response.content.decode()
    assert 'name="as_of"' in text
    assert "notice--error" in text
    assert response["Content-Type"].startswith("text/html")


def test_the_future_is_refused(cast, signed_in):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    client = signed_in(cast.minh)
    assert client.get(f"{REPORT}?as_of={tomorrow}").status_code == 400
    assert client.get(f"{REPORT}?as_of={timezone.localdate()}").status_code == 200


def test_days_may_be_written_the_vietnamese_way(cast, signed_in):
    response = signed_in(cast.minh).get(f"{REPORT}?as_of=30/06/2026")
    assert response.context["report"].as_of == dt.date(2026, 6, 30)


def test_the_downloads_keep_the_day_and_the_reading(cast, signed_in):
    text = signed_in(cast.minh).get(f"{REPORT}?as_of=2026-06-30&reading=successors").content
    assert b"format=xlsx&amp;as_of=2026-06-30&amp;reading=successors" in text


def test_the_page_has_no_inline_style_or_script(world, signed_in):
    world.require(world.data, 3)
    world.complete(world.cast.lan, dt.date(2026, 2, 1))
    client = signed_in(world.cast.minh)
    for address in (REPORT, "/agency/so-a/", "/agency/so-a/people/", "/agency/so-a/people/lan/"):
        text = client.get(address).content.decode()
        assert "style=" not in text
        assert "<style" not in text
        assert "onclick" not in text


def test_reports_are_only_read(cast, signed_in):
    assert signed_in(cast.minh).post(REPORT).status_code == 405
