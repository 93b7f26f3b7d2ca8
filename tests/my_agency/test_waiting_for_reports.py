"""Whoever asks for a PDF while others are drawn is told to wait, and everybody else is served."""

import pytest

from lms.documents.pdf import place_for
from lms.documents.pdf.exceptions import DrawerDied, TooLong

REPORT = "/agency/so-a/competency-report/"


@pytest.fixture
def manager(cast, signed_in):
    return signed_in(cast.minh)


def test_a_second_pdf_of_one_manager_waits_on_a_page_that_asks_again(cast, manager):
    with place_for(cast.minh.pk):
        page = manager.get(REPORT, {"format": "pdf"})
        assert manager.get(REPORT, {"format": "csv"}).status_code == 200
        assert manager.get(REPORT).status_code == 200
    assert page.status_code == 503
    assert 4 <= int(page["Refresh"]) <= 8
    assert page["Retry-After"] == page["Refresh"]
    assert "no-store" in page["Cache-Control"]
    assert "<script" not in page.content.decode().partition("<main")[2].partition("</main>")[0]
    served = manager.get(REPORT, {"format": "pdf"})
    assert served.status_code == 200
    assert served["Content-Type"] == "application/pdf"


def test_nothing_is_computed_for_whoever_waits(cast, manager, monkeypatch):
    def compute(**given):
        raise AssertionError("computed")

    monkeypatch.setattr("lms.my_agency.views.report.compute", compute)
    with place_for(cast.minh.pk):
        assert manager.get(REPORT, {"format": "pdf"}).status_code == 503


def test_when_all_places_are_taken_everybody_waits_and_the_site_goes_on(
    cast, manager, signed_in, settings
):
    settings.LMS_DOCUMENT_PLACES = 1
    with place_for(cast.hung.pk):
        assert manager.get(REPORT, {"format": "pdf"}).status_code == 503
        assert signed_in(cast.lan).get("/").status_code == 200


@pytest.mark.parametrize("trouble", [TooLong, DrawerDied])
def test_a_document_that_is_not_drawn_is_said_in_a_sentence(manager, monkeypatch, trouble):
    def draw(*given):
        raise trouble

    monkeypatch.setattr("lms.documents.pdf.draw", draw)
    page = manager.get(REPORT, {"format": "pdf"})
    assert page.status_code == 503
    assert "Refresh" not in page
    assert str(trouble()) in page.content.decode()
    # The place is free again.
    with place_for(1):
        pass


def test_an_outsider_learns_nothing_of_the_queue(cast, signed_in):
    with place_for(cast.lan.pk):
        assert signed_in(cast.lan).get(REPORT, {"format": "pdf"}).status_code == 404
