"""Evidence is added, never changed; self-assessment is kept apart; staff acts are logged."""

import datetime as dt

import pytest
from wagtail.models import ModelLogEntry

from lms.competencies.exceptions import (
    AchievedInFuture,
    DatesOutOfOrder,
    KindNotRecordable,
    LevelOfAnotherFramework,
    ReasonMissing,
)
from lms.competencies.models import Evidence, EvidenceKind
from lms.competencies.services import (
    record_judgement,
    record_self_assessment,
    revoke_one_evidence,
)
from tests.competencies.samples import ACHIEVED, make_scale


def judge(cast, ct, **fields: object) -> Evidence:
    return record_judgement(
        **{
            "learner": cast.lan,
            "competency": ct.competencies["CT01"],
            "level": ct.levels[2],
            "kind": EvidenceKind.RECOGNISED,
            "source_label": "Chứng chỉ số 12",
            "achieved_on": ACHIEVED,
            "recorded_by": cast.admin,
            **fields,
        }
    )


def test_the_same_source_is_recorded_once(cast, ct):
    ct.prove(cast.lan, "CT01", 2, source_reference="enrolment:1")
    ct.prove(cast.lan, "CT01", 4, source_reference="enrolment:1")
    assert [e.level.number for e in Evidence.objects.all()] == [2]


def test_a_second_click_keeps_one_self_assessment_and_a_new_level_adds_one(cast, ct):
    def assess(number: int) -> Evidence:
        return record_self_assessment(
            learner=cast.lan, competency=ct.competencies["CT01"], level=ct.levels[number]
        )

    assert assess(2) == assess(2)
    assess(3)
    assess(2)
    numbers = Evidence.objects.order_by("pk").values_list("level__number", flat=True)
    assert list(numbers) == [2, 3, 2]
    assert not Evidence.objects.proving_on(dt.date(2100, 1, 1)).exists()


def test_a_level_of_another_framework_is_refused(cast, ct):
    other = make_scale(code="TT")
    with pytest.raises(LevelOfAnotherFramework):
        judge(cast, ct, level=other.levels[1])
    with pytest.raises(LevelOfAnotherFramework):
        record_self_assessment(
            learner=cast.lan, competency=ct.competencies["CT01"], level=other.levels[1]
        )
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("kind", [EvidenceKind.COURSE, EvidenceKind.TEST, EvidenceKind.SELF])
def test_what_courses_tests_and_learners_say_cannot_be_entered_by_hand(cast, ct, kind):
    with pytest.raises(KindNotRecordable):
        judge(cast, ct, kind=kind)


def test_dates_must_be_in_order(cast, ct):
    with pytest.raises(DatesOutOfOrder):
        judge(cast, ct, expires_on=ACHIEVED)
    with pytest.raises(AchievedInFuture):
        judge(cast, ct, achieved_on=dt.date(2100, 1, 1))


def test_a_form_sent_twice_records_once_and_is_logged_once(cast, ct):
    assert judge(cast, ct) == judge(cast, ct)
    assert ModelLogEntry.objects.filter(action="competencies.record_evidence").count() == 1


def test_a_revocation_is_dated_reasoned_logged_and_final(cast, ct):
    evidence = judge(cast, ct)
    with pytest.raises(ReasonMissing):
        revoke_one_evidence(evidence=evidence, revoked_by=cast.admin, reason=" ")
    for reason in ("Giả", "Khác"):
        evidence = revoke_one_evidence(evidence=evidence, revoked_by=cast.admin, reason=reason)
    assert (evidence.revocation_reason, evidence.revoked_by) == ("Giả", cast.admin)
    assert evidence.revoked_on is not None
    entry = ModelLogEntry.objects.get(action="competencies.revoke_evidence")
    assert entry.data["reason"] == "Giả"


def test_what_was_revoked_can_be_recorded_anew(cast, ct):
    first = judge(cast, ct)
    revoke_one_evidence(evidence=first, revoked_by=cast.admin, reason="Nhầm")
    second = judge(cast, ct)
    assert second != first
    assert second.revoked_on is None
