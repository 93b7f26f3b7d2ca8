"""Required against proved: the rule, then the reading of the rows."""

import datetime as dt
import itertools

import pytest

from lms.agencies.models import Position, Posting
from lms.competencies.gaps import Standing, compute_standings, gaps_first
from lms.competencies.models import (
    Competency,
    Evidence,
    EvidenceKind,
    EvidenceState,
    Framework,
    ProficiencyLevel,
)
from lms.competencies.services import record_self_assessment
from lms.competencies.standing import competency_standing, current_frameworks
from tests.cast import make_user
from tests.competencies.samples import ACHIEVED, make_scale

DAY = dt.date(2026, 6, 1)
BEFORE, AFTER = DAY - dt.timedelta(days=1), DAY + dt.timedelta(days=1)
LEVELS = [ProficiencyLevel(pk=n, number=n) for n in range(1, 6)]
COMPETENCY = Competency(pk=1, code="CT01")


def proof(number: int, **fields: object) -> Evidence:
    return Evidence(
        **{
            "competency_id": 1,
            "level": LEVELS[number - 1],
            "kind": EvidenceKind.COURSE,
            "achieved_on": ACHIEVED,
            **fields,
        }
    )


def stand(required: int | None, *evidence: Evidence) -> Standing:
    wanted = {1: LEVELS[required - 1]} if required else {}
    return compute_standings([COMPETENCY], wanted, evidence, DAY)[0]


@pytest.mark.parametrize(
    ("required", "proved"), list(itertools.product([None, 1, 2, 3, 4, 5], repeat=2))
)
def test_a_gap_is_what_is_missing_and_never_negative(required, proved):
    standing = stand(required, *([proof(proved)] if proved else []))
    assert standing.gap == max(0, (required or 0) - (proved or 0))
    assert standing.is_met == (required is not None and (proved or 0) >= required)


@pytest.mark.parametrize("kind", EvidenceKind.values)
def test_every_kind_but_self_assessment_proves(kind):
    standing = stand(3, proof(3, kind=kind))
    if kind == EvidenceKind.SELF:
        assert (standing.proved, standing.claimed, standing.gap) == (None, LEVELS[2], 3)
    else:
        assert (standing.proved, standing.claimed, standing.gap) == (LEVELS[2], None, 0)


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, EvidenceState.IN_FORCE),
        ({"expires_on": AFTER}, EvidenceState.IN_FORCE),
        ({"expires_on": DAY}, EvidenceState.EXPIRED),
        ({"expires_on": BEFORE}, EvidenceState.EXPIRED),
        ({"revoked_on": AFTER}, EvidenceState.IN_FORCE),
        ({"revoked_on": DAY}, EvidenceState.REVOKED),
        ({"revoked_on": BEFORE}, EvidenceState.REVOKED),
        ({"revoked_on": BEFORE, "expires_on": BEFORE}, EvidenceState.REVOKED),
    ],
)
def test_evidence_counts_until_the_day_it_expires_or_is_revoked(fields, state):
    evidence = proof(2, **fields)
    assert evidence.state_on(DAY) == state
    assert (stand(2, evidence).proved is not None) == (state == EvidenceState.IN_FORCE)
    assert stand(2, evidence).evidence == [evidence]


def test_evidence_of_a_later_day_does_not_exist_yet():
    standing = stand(2, proof(2, achieved_on=AFTER))
    assert (standing.proved, standing.evidence) == (None, [])


def test_the_highest_of_several_counts_and_the_newest_claim():
    standing = stand(
        5,
        proof(4, achieved_on=dt.date(2024, 1, 1)),
        proof(2),
        proof(5, kind=EvidenceKind.SELF, achieved_on=dt.date(2025, 1, 1)),
        proof(1, kind=EvidenceKind.SELF, achieved_on=dt.date(2026, 1, 1)),
    )
    assert (standing.proved, standing.claimed, standing.gap) == (LEVELS[3], LEVELS[0], 1)
    assert [e.achieved_on.year for e in standing.evidence] == [2026, 2026, 2025, 2024]


def test_of_several_of_one_day_the_one_recorded_last_is_the_newest():
    claim = {"kind": EvidenceKind.SELF}
    rows = [proof(4, pk=2, **claim), proof(1, pk=9, **claim), proof(3, pk=5, **claim)]
    standing = stand(2, *rows)
    assert standing.claimed == LEVELS[0]
    assert [each.pk for each in standing.evidence] == [9, 5, 2]


def test_proofs_are_all_but_what_learners_say_of_themselves():
    proved, expired = proof(2, pk=1), proof(3, pk=2, expires_on=BEFORE)
    standing = stand(2, proved, expired, proof(4, pk=3, kind=EvidenceKind.SELF))
    assert standing.proofs == [expired, proved]
    assert len(standing.evidence) == 3


def test_of_each_framework_the_newest_version_is_in_use(db):
    for code, version in (("TT", "2026"), ("CT", "2"), ("TT", "2025"), ("CT", "1")):
        Framework.objects.create(code=code, version=version, name=code)
    newest = [(each.code, each.version) for each in current_frameworks()]
    assert newest == [("CT", "2"), ("TT", "2026")]


def test_the_biggest_gap_comes_first_and_what_nobody_requires_last():
    rows = [
        Standing(COMPETENCY, required, proved, None)
        for required, proved in [
            (None, None),
            (LEVELS[2], LEVELS[2]),
            (LEVELS[2], LEVELS[1]),
            (LEVELS[4], None),
        ]
    ]
    assert [row.gap for row in gaps_first(rows)] == [5, 1, 0, 0]
    assert gaps_first(rows)[-1].required is None


def test_the_position_of_the_day_says_what_is_required(cast, ct):
    other = Position.objects.create(code="khac", name="Khác")
    ct.require(cast.specialist, "CT01", 3)
    ct.require(other, "CT01", 5)
    ct.prove(cast.lan, "CT01", 1)
    ct.prove(cast.hung, "CT01", 5)
    first = competency_standing(learner=cast.lan, on=DAY)[0]
    assert (first.required, first.proved, first.gap) == (ct.levels[3], ct.levels[1], 2)
    Posting.objects.filter(learner=cast.lan).update(valid_to=dt.date(2026, 5, 1))
    Posting.objects.create(
        learner=cast.lan, agency=cast.justice, position=other, valid_from=dt.date(2026, 5, 1)
    )
    assert competency_standing(learner=cast.lan, on=DAY)[0].gap == 4
    assert competency_standing(learner=cast.lan, on=dt.date(2026, 4, 30))[0].gap == 2


def test_a_requirement_holds_from_its_first_day_until_the_day_it_ceases(cast, ct):
    ct.require(cast.specialist, "CT01", 2, valid_to=DAY)
    ct.require(cast.specialist, "CT01", 4, valid_from=DAY)
    for day, number in ((BEFORE, 2), (DAY, 4), (AFTER, 4)):
        assert competency_standing(learner=cast.lan, on=day)[0].required == ct.levels[number]


def test_without_a_position_nothing_is_required(db, ct):
    somebody = make_user("moi", "Người Mới")
    standings = competency_standing(learner=somebody, on=DAY)
    assert [s.required for s in standings] == [None] * 3


def test_what_comes_later_than_the_day_is_not_read_into_it(cast, ct):
    ct.prove(cast.lan, "CT01", 4, achieved_on=AFTER)
    assert competency_standing(learner=cast.lan, on=DAY)[0].proved is None
    assert competency_standing(learner=cast.lan, on=AFTER)[0].proved == ct.levels[4]


def test_one_framework_is_read_alone_when_it_is_asked_for(cast, ct):
    other = make_scale(code="TT", competencies=2)
    read = competency_standing(learner=cast.lan, on=DAY, framework=other.framework)
    assert [s.competency.code for s in read] == ["TT01", "TT02"]
    assert len(competency_standing(learner=cast.lan, on=DAY)) == 5


def test_domains_are_not_judged_only_what_hangs_below_them(cast, ct):
    child = Competency.objects.create(
        framework=ct.framework, code="CT01.1", name="Con", parent=ct.competencies["CT01"]
    )
    codes = [s.competency.code for s in competency_standing(learner=cast.lan, on=DAY)]
    assert "CT01" not in codes
    assert child.code in codes


def test_the_reading_costs_the_same_for_few_and_many_rows(cast, ct, django_assert_max_num_queries):
    for n in range(20):
        ct.prove(cast.lan, "CT01", 1 + n % 5)
    record_self_assessment(learner=cast.lan, competency=ct.competencies["CT02"], level=ct.levels[2])
    for n in range(5):
        make_scale(code=f"F{n}")
    with django_assert_max_num_queries(4):
        competency_standing(learner=cast.lan, on=DAY)
