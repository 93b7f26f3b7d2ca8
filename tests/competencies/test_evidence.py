"""Evidence is added, never changed; self-assessment is kept apart; staff acts are logged."""

import datetime as dt

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from lms.accounts.models import User
from lms.competencies.exceptions import (
    AchievedInFuture,
    DatesOutOfOrder,
    KindNotRecordable,
    LevelOfAnotherFramework,
    ReasonMissing,
)
from lms.competencies.models import Evidence, EvidenceKind
from lms.competencies.services import (
    record_evidence,
    record_judgement,
    record_self_assessment,
    revoke_evidence,
    revoke_one_evidence,
)
from tests.competencies.samples import ACHIEVED, make_scale
from tests.locks import taken_first

NOW = timezone.make_aware(dt.datetime(2026, 3, 2, 8, 0))


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


def assess(cast, ct, number: int, code: str = "CT01", **fields: object) -> Evidence:
    return record_self_assessment(
        **{
            "learner": cast.lan,
            "competency": ct.competencies[code],
            "level": ct.levels[number],
            **fields,
        }
    )


def test_a_proof_keeps_what_is_said_of_it(cast, ct):
    expires_on = dt.date(2028, 3, 1)
    evidence = record_evidence(
        learner=cast.lan,
        competency=ct.competencies["CT01"],
        level=ct.levels[2],
        kind=EvidenceKind.COURSE,
        source_label="Khóa học",
        source_reference="enrolment:1",
        achieved_on=ACHIEVED,
        expires_on=expires_on,
        recorded_by=cast.admin,
    )
    kept = (evidence.source_label, evidence.achieved_on, evidence.expires_on, evidence.recorded_by)
    assert kept == ("Khóa học", ACHIEVED, expires_on, cast.admin)


@pytest.mark.parametrize("differs", ["learner", "competency", "kind", "source_reference"])
def test_another_learner_competency_kind_or_source_is_another_proof(cast, ct, differs):
    others = {
        "learner": cast.hung,
        "competency": ct.competencies["CT02"],
        "kind": EvidenceKind.TEST,
        "source_reference": "enrolment:2",
    }
    first = ct.prove(cast.lan, "CT01", 2, source_reference="enrolment:1")
    given = {"learner": cast.lan, "code": "CT01", "number": 2, "source_reference": "enrolment:1"}
    assert ct.prove(**{**given, differs: others[differs]}) != first


def test_a_self_assessment_is_of_today_and_by_the_learner(cast, ct):
    late = timezone.make_aware(dt.datetime(2026, 3, 2, 23, 30))
    evidence = assess(cast, ct, 2, now=late)
    assert (evidence.achieved_on, evidence.recorded_by) == (dt.date(2026, 3, 2), cast.lan)
    assert evidence.source_reference.startswith("self:")
    assert assess(cast, ct, 3).achieved_on == timezone.localdate()


def test_a_self_assessment_is_compared_with_the_newest_of_that_competency_alone(cast, ct):
    first = assess(cast, ct, 2, now=NOW)
    ct.prove(cast.lan, "CT01", 3, achieved_on=dt.date(2026, 3, 5))
    assert assess(cast, ct, 2, now=NOW) == first
    other = assess(cast, ct, 2, "CT02", now=NOW)
    assert other != first
    assess(cast, ct, 4, "CT02", now=NOW)
    assert assess(cast, ct, 2, now=NOW) == first
    second = assess(cast, ct, 3, now=NOW + dt.timedelta(days=2))
    assert assess(cast, ct, 3, now=NOW + dt.timedelta(days=3)) == second
    assert assess(cast, ct, 2, now=NOW + dt.timedelta(days=4)) not in (first, second)


def test_of_two_self_assessments_of_a_day_the_later_is_the_newest(cast, ct):
    assess(cast, ct, 2, now=NOW)
    second = assess(cast, ct, 3, now=NOW)
    assert assess(cast, ct, 3, now=NOW) == second
    assert Evidence.objects.count() == 2


def test_a_claim_that_was_revoked_can_be_made_again(cast, ct):
    first = assess(cast, ct, 2)
    revoke_one_evidence(evidence=first, revoked_by=cast.admin, reason="Nhầm người")
    assert assess(cast, ct, 2) != first


@pytest.mark.parametrize("act", ["assess", "judge"])
def test_acts_on_one_learner_come_one_after_the_other(cast, ct, act):
    acts = {"assess": lambda: assess(cast, ct, 2), "judge": lambda: judge(cast, ct)}
    assert taken_first(acts[act], User) == {cast.lan.pk}


@pytest.mark.parametrize("kind", [EvidenceKind.TRAINER, EvidenceKind.RECOGNISED])
def test_a_judgement_keeps_what_is_said_of_it_and_who_said_it(cast, ct, kind):
    expires_on = ACHIEVED + dt.timedelta(days=1)
    evidence = judge(cast, ct, kind=kind, expires_on=expires_on, source_label=" Số  12 ")
    kept = (evidence.kind, evidence.expires_on, evidence.achieved_on, evidence.source_label)
    assert kept == (kind, expires_on, ACHIEVED, "Số 12")
    assert evidence.source_reference.startswith(f"{kind}:")
    entry = ModelLogEntry.objects.get(action="competencies.record_evidence")
    assert entry.user == cast.admin
    assert entry.data == {"learner": "lan", "level": "2"}


def test_what_was_achieved_today_can_be_recorded_today(cast, ct):
    today = timezone.localdate(NOW)
    assert judge(cast, ct, achieved_on=today, now=NOW).achieved_on == today
    with pytest.raises(AchievedInFuture):
        judge(cast, ct, achieved_on=today + dt.timedelta(days=1), now=NOW)


@pytest.mark.parametrize(
    "differs",
    ["learner", "competency", "level", "kind", "source_label", "achieved_on", "expires_on"],
)
def test_a_judgement_that_differs_in_anything_is_another(cast, ct, differs):
    others = {
        "learner": cast.hung,
        "competency": ct.competencies["CT02"],
        "level": ct.levels[3],
        "kind": EvidenceKind.TRAINER,
        "source_label": "Chứng chỉ số 13",
        "achieved_on": ACHIEVED - dt.timedelta(days=1),
        "expires_on": ACHIEVED + dt.timedelta(days=365),
    }
    first = judge(cast, ct)
    second = judge(cast, ct, **{differs: others[differs]})
    assert second != first
    assert {judge(cast, ct), judge(cast, ct, **{differs: others[differs]})} == {first, second}


def test_what_is_recorded_anew_after_a_revocation_is_recorded_once(cast, ct):
    revoke_one_evidence(evidence=judge(cast, ct), revoked_by=cast.admin, reason="Nhầm")
    assert judge(cast, ct) == judge(cast, ct)
    assert Evidence.objects.count() == 2


def test_one_revocation_reaches_one_row_and_says_who_revoked_it_when(cast, ct):
    other, evidence = judge(cast, ct, source_label="Khác"), judge(cast, ct)
    revoked = revoke_one_evidence(evidence=evidence, revoked_by=cast.admin, reason=" Giả ", now=NOW)
    assert (revoked.pk, revoked.revoked_on) == (evidence.pk, dt.date(2026, 3, 2))
    assert revoked.revocation_reason == "Giả"
    other.refresh_from_db()
    assert other.revoked_on is None
    entry = ModelLogEntry.objects.get(action="competencies.revoke_evidence")
    assert (entry.user, entry.object_id) == (cast.admin, str(evidence.pk))


def test_all_that_one_source_gave_one_learner_is_revoked_together_and_once(cast, ct):
    source = {"source_reference": "enrolment:1"}
    own = [ct.prove(cast.lan, code, 2, **source) for code in ("CT01", "CT02")]
    others = [ct.prove(cast.hung, "CT01", 2, **source), ct.prove(cast.lan, "CT03", 2)]
    day = dt.date(2026, 4, 1)

    def revoke(reason: str, on: dt.date) -> int:
        return revoke_evidence(
            learner=cast.lan, revoked_by=cast.admin, reason=reason, on=on, **source
        )

    assert revoke("Giả", day) == 2
    assert revoke("Khác", day + dt.timedelta(days=1)) == 0
    said = {("Giả", day, cast.admin.pk)}
    rows = Evidence.objects.filter(pk__in=[each.pk for each in own])
    assert set(rows.values_list("revocation_reason", "revoked_on", "revoked_by")) == said
    kept = Evidence.objects.filter(pk__in=[each.pk for each in others])
    assert {each.revoked_on for each in kept} == {None}
