import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from lms.enrolments.services import enrol


def test_every_kind_of_page_is_found_at_its_address(cast, signed_in, taught):
    enrol(learner=cast.lan, course=taught.course)
    client = signed_in(cast.lan)
    pages = (cast.site.home, cast.site.catalogue, taught.course, taught.first.get_parent())
    for page in (*pages, taught.first):
        assert client.get(page.url).status_code == 200


@pytest.mark.parametrize("path", ["/nothing/", "/courses/nothing/", "/courses/a/b/c/d/e/"])
def test_addresses_that_lead_nowhere_are_not_found(cast, path):
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("above", ["module", "course", "catalogue"])
def test_what_is_below_an_unpublished_page_is_not_found(cast, signed_in, taught, above):
    enrol(learner=cast.lan, course=taught.course)
    page = {
        "module": taught.first.get_parent(),
        "course": taught.course,
        "catalogue": cast.site.catalogue,
    }[above]
    Page.objects.filter(pk=page.pk).update(live=False)
    assert signed_in(cast.lan).get(taught.first.url).status_code == 404


def test_view_restrictions_hold_for_what_is_below(cast, signed_in, taught):
    restriction = PageViewRestriction.objects.create(
        page=taught.course, restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.add(cast.site.trainers)
    outsider = signed_in(cast.lan)
    for page in (taught.course, taught.first.get_parent()):
        assert outsider.get(page.url).status_code == 302
        assert signed_in(cast.trainer).get(page.url).status_code == 200
    assert outsider.get(cast.site.catalogue.url).status_code == 200


def test_a_page_leads_back_up(cast, signed_in, taught):
    enrol(learner=cast.lan, course=taught.course)
    crumbs = signed_in(cast.lan).get(taught.first.url).context["breadcrumbs"]
    module = taught.first.get_parent()
    assert [url for _title, url in crumbs] == ["/", "/courses/", taught.course.url, module.url]
