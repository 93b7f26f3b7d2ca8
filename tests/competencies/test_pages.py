"""My competencies: gaps first, the course that closes each, and what one says of oneself."""

import pytest
from django.urls import reverse

from courses.models import CourseOutcome, CoursePage
from lms.agencies.models import Posting
from lms.competencies.models import Evidence, EvidenceKind
from tests.competencies.samples import make_scale


def page(client, **query: str):
    return client.get(reverse("my_competencies"), query)


def make_course(cast, title: str, **fields: object) -> CoursePage:
    return cast.site.catalogue.add_child(
        instance=CoursePage(title=title, code=title[:10], summary="Tóm tắt", **fields)
    )


def lead_to(course: CoursePage, ct, code: str, number: int) -> None:
    CourseOutcome.objects.create(
        course=course, text="Làm được", competency=ct.competencies[code], level=ct.levels[number]
    )


def assess(client, ct, code: str, level: object):
    address = reverse("assess_myself", args=[ct.competencies[code].pk])
    return client.post(address, {"level": level})


def test_gaps_come_first_with_the_course_that_closes_them(cast, ct, signed_in):
    ct.require(cast.specialist, "CT01", 1)
    ct.require(cast.specialist, "CT03", 3)
    ct.prove(cast.lan, "CT01", 2)
    step, whole = make_course(cast, "Khóa bước đầu"), make_course(cast, "Khóa trọn vẹn")
    lead_to(step, ct, "CT03", 2)
    lead_to(whole, ct, "CT03", 4)
    answer = page(signed_in(cast.lan))
    assert [s.competency.code for s in answer.context["standings"]] == ["CT03", "CT01", "CT02"]
    text = answer.content.decode()
    assert text.index("Khóa trọn vẹn") < text.index("Khóa bước đầu")
    assert whole.get_url() in text
    assert "Khóa học CT01" in text
    assert "style=" not in text


def test_courses_that_are_not_open_or_lead_no_further_are_not_suggested(cast, ct, signed_in):
    ct.require(cast.specialist, "CT01", 3)
    ct.prove(cast.lan, "CT01", 2)
    lead_to(make_course(cast, "Khóa thấp hơn"), ct, "CT01", 2)
    lead_to(make_course(cast, "Khóa nháp", live=False), ct, "CT01", 3)
    lead_to(make_course(cast, "Khóa được giao", enrolment_policy="assigned"), ct, "CT01", 3)
    text = page(signed_in(cast.lan)).content.decode()
    for hidden in ("Khóa thấp hơn", "Khóa nháp", "Khóa được giao"):
        assert hidden not in text


def test_revoked_and_expired_evidence_is_shown_and_proves_nothing(cast, ct, signed_in):
    ct.require(cast.specialist, "CT01", 2)
    evidence = ct.prove(cast.lan, "CT01", 2, source_label="Khóa đã thu hồi")
    Evidence.objects.filter(pk=evidence.pk).update(
        revoked_on=evidence.achieved_on, revocation_reason="Thi hộ"
    )
    answer = page(signed_in(cast.lan))
    assert answer.context["gap_count"] == 1
    assert "Khóa đã thu hồi" in answer.content.decode()
    assert "Thi hộ" in answer.content.decode()


def test_another_framework_is_a_tab(cast, ct, signed_in):
    make_scale(code="TT", levels=8)
    client = signed_in(cast.lan)
    assert page(client).context["framework"].code == "CT"
    other = page(client, framework="TT")
    assert other.context["framework"].code == "TT"
    assert {s.competency.framework.code for s in other.context["standings"]} == {"TT"}
    assert page(client, framework="khong-co").context["framework"].code == "CT"


def test_without_a_framework_or_a_position_the_page_says_what_to_do(cast, signed_in):
    client = signed_in(cast.lan)
    assert "empty-state" in page(client).content.decode()
    make_scale()
    Posting.objects.filter(learner=cast.lan).delete()
    answer = page(client)
    assert answer.context["posting"] is None
    assert "notice--info" in answer.content.decode()


def test_nobody_sees_the_evidence_of_another(cast, ct, signed_in):
    ct.prove(cast.lan, "CT01", 2, source_label="Bí mật của Lan")
    assert "Bí mật của Lan" not in page(signed_in(cast.hung)).content.decode()


def test_a_visitor_is_asked_to_sign_in(client, ct):
    assert page(client).status_code == 302
    assert assess(client, ct, "CT01", 2).status_code == 302
    assert not Evidence.objects.exists()


def test_a_self_assessment_is_shown_beside_and_proves_nothing(cast, ct, signed_in):
    ct.require(cast.specialist, "CT01", 3)
    client = signed_in(cast.lan)
    answer = assess(client, ct, "CT01", 3)
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"#competency-{ct.competencies['CT01'].pk}")
    evidence = Evidence.objects.get()
    assert (evidence.learner, evidence.kind) == (cast.lan, EvidenceKind.SELF)
    standing = page(client).context["standings"][0]
    assert (standing.claimed.number, standing.proved, standing.gap) == (3, None, 3)


@pytest.mark.parametrize("level", ["", "9", "0", "-1", "x", "1e9", "2 OR 1=1", "9" * 40])
def test_a_level_that_does_not_exist_is_refused_with_a_sentence(cast, ct, signed_in, level):
    client = signed_in(cast.lan)
    assert assess(client, ct, "CT01", level).status_code == 302
    assert "notice--error" in page(client).content.decode()
    assert not Evidence.objects.exists()


def test_a_learner_cannot_claim_for_another_or_choose_the_kind(cast, ct, signed_in):
    address = reverse("assess_myself", args=[ct.competencies["CT01"].pk])
    signed_in(cast.lan).post(
        address, {"level": "2", "learner": cast.hung.pk, "kind": "course", "achieved_on": "2020"}
    )
    evidence = Evidence.objects.get()
    assert (evidence.learner, evidence.kind) == (cast.lan, EvidenceKind.SELF)


def test_a_competency_that_does_not_exist_is_a_404(cast, ct, signed_in):
    client = signed_in(cast.lan)
    for pk in (999_999, 10**30):
        assert client.post(f"/my/competencies/{pk}/self-assessment/").status_code == 404
    address = reverse("assess_myself", args=[ct.competencies["CT01"].pk])
    assert client.get(address).status_code == 405


def test_the_page_costs_the_same_for_few_and_many_rows(
    cast, ct, signed_in, django_assert_max_num_queries
):
    client = signed_in(cast.lan)
    page(client)
    for n in range(12):
        make_scale(code=f"F{n}")
    for code in ct.competencies:
        ct.require(cast.specialist, code, 5)
        for n in range(8):
            ct.prove(cast.lan, code, 1 + n % 4)
    for n in range(8):
        lead_to(make_course(cast, f"Khóa {n}"), ct, "CT01", 5)
    with django_assert_max_num_queries(16):
        page(client, framework="CT")
