"""The gallery of components: for developers, and on no other server."""

import importlib

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

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
