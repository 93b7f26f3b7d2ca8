"""The catalogue and the way back up speak the reader's language."""

from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.utils import translation

from courses.models import CataloguePage


@pytest.fixture
def english(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def test_title_heading_and_breadcrumbs_are_english(english, cast, taught):
    cast.site.catalogue.title_en = "Course catalogue"
    cast.site.catalogue.intro_en = "<p>Choose one.</p>"
    cast.site.catalogue.save()
    page = english.get("/courses/").content.decode()
    assert "<h1>Course catalogue</h1>" in page
    assert "Choose one." in page
    assert "Danh mục" not in page
    assert "Trang chủ" not in page
    crumbs = english.get(taught.first.url).context["breadcrumbs"]
    assert [label for label, _url in crumbs][:2] == ["Home", "Course catalogue"]


def test_without_an_english_title_the_vietnamese_stands(english, cast):
    CataloguePage.objects.update(title_en="", intro="<p>Chọn một.</p>", intro_en="")
    page = english.get("/courses/").content.decode()
    assert "<h1>Danh\u00a0mục khóa\u00a0học</h1>" in page
    assert "Chọn một." in page


def test_vietnamese_readers_see_no_english(client, cast):
    assert "<h1>Danh\u00a0mục khóa\u00a0học</h1>" in client.get("/courses/").content.decode()
    with translation.override("vi"):
        assert cast.site.home.label == "Trang chủ"


def test_the_upgrade_names_the_catalogue_that_was_made_and_no_other(cast):
    made, own = cast.site.catalogue, CataloguePage(title="Của tôi", slug="cua-toi")
    cast.site.home.add_child(instance=own)
    CataloguePage.objects.update(title_en="")
    made.refresh_from_db()
    made.save_revision()
    upgrade = import_module("courses.migrations.0007_the_first_catalogue_in_english")
    upgrade.name_in_english(apps, None)
    made.refresh_from_db()
    own.refresh_from_db()
    assert (made.title_en, own.title_en) == ("Course catalogue", "")
    assert made.get_latest_revision_as_object().title_en == "Course catalogue"
