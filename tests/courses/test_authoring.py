"""What the CMS checks, and what a preview shows."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Page

from courses.models import CourseLegalBasis, CourseOutcome, CoursePage
from lms.enrolments.models import ActivityProgress
from tests.courses.makers import make_competency, make_course, make_lesson, make_module


def preview(page, user):
    request = page.make_preview_request(extra_request_attrs={"user": user, "is_preview": True})
    assert request.status_code == 200
    return request.render().content.decode() if hasattr(request, "render") else str(request)


def preview_in_cms(client, page):
    url = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_a_trainer_previews_drafts_as_a_learner_would_see_them(cast, signed_in):
    course = make_course(cast, live=False)
    module = make_module(course, live=False)
    lesson = make_lesson(
        module, "Bài nháp", live=False, body='[{"type": "text", "value": "<p>Đoạn nháp</p>"}]'
    )
    for page in (course, module, lesson):
        page.save_revision()
    client = signed_in(cast.trainer)
    assert "Bài nháp" in preview_in_cms(client, course)
    assert "Bài nháp" in preview_in_cms(client, module)
    assert "Đoạn nháp" in preview_in_cms(client, lesson)
    assert not ActivityProgress.objects.exists()


def test_nobody_else_sees_drafts(cast, signed_in):
    course = make_course(cast, live=False)
    course.save_revision()
    url = reverse("wagtailadmin_pages:view_draft", args=[course.pk])
    assert signed_in(cast.lan).get(url).status_code == 302
    assert signed_in(cast.lan).get(course.url).status_code == 404


def test_the_level_of_an_outcome_belongs_to_the_framework_of_its_competency(cast):
    mine, other = make_competency("CT01"), make_competency("1.1", framework="TT02")
    outcome = CourseOutcome(
        course=make_course(cast), text="x", competency=mine, level=other.framework.levels.first()
    )
    with pytest.raises(ValidationError) as refusal:
        outcome.full_clean()
    assert "level" in refusal.value.message_dict


def test_a_competency_without_a_level_is_refused(cast):
    outcome = CourseOutcome(course=make_course(cast), text="x", competency=make_competency())
    with pytest.raises(ValidationError):
        outcome.full_clean()


@pytest.mark.parametrize(
    ("issued", "effective", "ceased"),
    [
        (dt.date(2026, 7, 1), dt.date(2026, 6, 30), None),
        (dt.date(2026, 7, 1), None, dt.date(2026, 7, 1)),
        (None, dt.date(2026, 7, 1), dt.date(2026, 6, 1)),
    ],
)
def test_dates_of_law_come_in_order(cast, issued, effective, ceased):
    document = CourseLegalBasis(
        course=make_course(cast),
        number="1",
        title="x",
        issued_on=issued,
        effective_on=effective,
        ceased_on=ceased,
    )
    with pytest.raises(ValidationError):
        document.full_clean()


def course_form(instance, **values):
    form_class = CoursePage.get_edit_handler().get_form_class()
    return form_class(
        {
            "title": "Khóa",
            "slug": "khoa",
            "code": "K-1",
            "summary": "x",
            "about": "null",
            "credited_periods": "4",
            "minutes": "180",
            "minimum_reading_share": "0",
            "enrolment_policy": "open",
            "activity_order": "free",
            "outcomes-TOTAL_FORMS": "0",
            "outcomes-INITIAL_FORMS": "0",
            "legal_bases-TOTAL_FORMS": "0",
            "legal_bases-INITIAL_FORMS": "0",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
            **values,
        },
        instance=instance,
        parent_page=instance.get_parent(),
    )


def test_a_course_code_is_used_once(cast):
    make_course(cast, "Khóa một", code="K-1")
    second = make_course(cast, "Khóa hai", code="K-2")
    assert "code" in course_form(second, code="k-1 ").errors
    assert "code" not in course_form(second, code="K-2").errors


def test_a_validity_needs_a_certificate(cast):
    errors = course_form(make_course(cast), certificate_validity_months="12").errors
    assert "certificate_design" in errors


def test_two_courses_may_have_one_title(cast):
    titles = {make_course(cast, "Một tên", code=f"K-{n}").url for n in range(2)}
    assert len(titles) == 2


def test_a_course_found_by_its_topics_stays_found_after_moving(cast, client):
    course = make_course(cast, "Chuyển đổi số")
    part = cast.site.catalogue.add_child(
        instance=type(cast.site.catalogue)(title="Phần khác", slug="phan-khac")
    )
    Page.objects.get(pk=course.pk).move(part, pos="last-child")
    response = client.get("/courses/", {"q": "chuyen doi so"})
    assert [card.title for card in response.context["listing"].cards] == ["Chuyển đổi số"]
