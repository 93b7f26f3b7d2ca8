import pytest
from django.db.models import ProtectedError
from django.urls import reverse
from wagtail.models import Page

from lms.accounts.models import User
from lms.enrolments.services import complete_activity, enrol
from tests.courses.makers import make_course, make_lesson


@pytest.fixture
def operator(db):
    return User.objects.create_superuser("van-hanh", "Nguyễn Vận Hành", "mật-khẩu-dài-2026")


@pytest.fixture
def studied(cast, taught):
    complete_activity(enrolment=enrol(learner=cast.lan, course=taught.course), page=taught.first)
    return taught


@pytest.mark.parametrize("which", ["lesson", "module", "course", "catalogue"])
def test_what_learners_have_records_on_is_not_deleted_and_the_cms_says_why(
    cast, signed_in, studied, operator, which
):
    page = {
        "lesson": studied.first,
        "module": studied.first.get_parent(),
        "course": studied.course,
        "catalogue": cast.site.catalogue,
    }[which]
    client = signed_in(operator)
    url = reverse("wagtailadmin_pages:delete", args=[page.pk])
    for response in (client.get(url), client.post(url)):
        assert response.status_code == 200
        assert reverse("wagtailadmin_pages:unpublish", args=[page.pk]) in response.content.decode()
    assert Page.objects.filter(pk=page.pk).exists()


def test_several_pages_at_once_are_not_deleted_either(cast, signed_in, studied, operator):
    fresh = make_lesson(studied.course, "Chưa ai học")
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    response = signed_in(operator).post(f"{url}?id={studied.course.pk}&id={fresh.pk}")
    assert response.status_code == 200
    assert Page.objects.filter(pk__in=[studied.course.pk, fresh.pk]).count() == 2


def test_what_nobody_has_studied_may_be_deleted(cast, signed_in, studied, operator):
    fresh = make_lesson(make_course(cast, "Khóa mới", code="K-9"))
    client = signed_in(operator)
    client.post(reverse("wagtailadmin_pages:delete", args=[fresh.pk]))
    assert not Page.objects.filter(pk=fresh.pk).exists()


def test_the_database_protects_records_too(studied):
    for page in (studied.course, studied.first):
        with pytest.raises(ProtectedError):
            Page.objects.get(pk=page.pk).delete()


def test_unpublishing_is_offered_only_for_what_is_published(cast, signed_in, studied, operator):
    studied.first.unpublish()
    response = signed_in(operator).get(
        reverse("wagtailadmin_pages:delete", args=[studied.first.pk])
    )
    assert "unpublish" not in response.content.decode().split("<main")[-1]


@pytest.mark.parametrize("which", ["first", "course"])
def test_the_refusal_leads_back_to_where_the_page_stands(signed_in, studied, operator, which):
    page = getattr(studied, which)
    response = signed_in(operator).get(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    back = reverse("wagtailadmin_explore", args=[page.get_parent().pk])
    assert f'href="{back}"' in response.content.decode().split("<main")[-1]
    (item,) = response.context["pages"]
    assert (item.page.pk, item.learners) == (page.pk, 1)
