"""The gallery of components: for developers, and on no other server."""

import importlib

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from assessments.question_types import QUESTION_TYPES
from lms.demo import urls


@pytest.fixture
def addresses(settings):
    """Read the addresses of this room anew, as a server with other settings would."""

    def read(*, debug: bool) -> set[str]:
        settings.DEBUG = debug
        return {str(each.pattern) for each in importlib.reload(urls).urlpatterns}

    yield read
    settings.DEBUG = False
    importlib.reload(urls)


def test_only_a_development_server_shows_it(addresses):
    assert "components/" in addresses(debug=True)
    assert "components/" not in addresses(debug=False)


def test_the_gallery_shows_the_components_of_today(cast):
    request = RequestFactory().get("/components/")
    request.user = cast.lan
    page = render_to_string("components/gallery.html", request=request)
    assert "Notices" in page
    assert "button--danger" in page


def test_the_gallery_shows_every_kind_of_question(cast):
    request = RequestFactory().get("/components/")
    request.user = cast.lan
    page = render_to_string("components/gallery.html", request=request)
    assert page.count("data-answer=") == len(QUESTION_TYPES)
    for number, question_type in enumerate(QUESTION_TYPES.values(), start=1):
        assert f'id="q{number}"' in page
        assert str(question_type.label) in page
