"""Postings and roles, and which posting counts."""

import datetime as dt
import itertools

import pytest

from lms.accounts.models import User
from lms.agencies.access import visible_agencies
from lms.agencies.exceptions import DatesDoNotFit, NotInForce
from lms.agencies.models import AgencyRole, AgencyRoleKind, Position, Posting, PostingKind
from lms.agencies.services import appoint, end_posting, end_role, grant_role, transfer
from lms.agencies.services.people import main_post_overlaps
from tests.cast import FIRST_DAY, make_posting, make_user
from tests.locks import taken_first

MARCH_1 = dt.date(2025, 3, 1)
DAY_BEFORE = dt.date(2025, 2, 28)
JULY_1 = dt.date(2025, 7, 1)
DAYS = [dt.date(2025, 1, 1), dt.date(2025, 2, 1), dt.date(2025, 3, 1)]
ORDER = [PostingKind.MAIN, PostingKind.SECONDMENT, PostingKind.ACTING, PostingKind.CONCURRENT]


def test_a_transfer_ends_one_main_post_the_day_the_other_begins(cast):
    transfer(learner=cast.lan, agency=cast.justice, position=cast.specialist, effective_on=MARCH_1)
    for day, agency in ((DAY_BEFORE, cast.science), (MARCH_1, cast.justice)):
        assert Posting.objects.counting_on(day).get(learner=cast.lan).agency == agency
    assert cast.lan.postings.get(agency=cast.science).valid_to == MARCH_1


def test_transferring_twice_is_transferring_once(cast):
    posts = {
        transfer(
            learner=cast.lan, agency=cast.justice, position=cast.specialist, effective_on=MARCH_1
        )
        for _ in range(2)
    }
    assert len(posts) == 1
    assert cast.lan.postings.count() == 2


def test_a_second_main_post_is_refused(cast):
    with pytest.raises(DatesDoNotFit):
        appoint(
            learner=cast.lan, agency=cast.justice, position=cast.specialist, effective_on=MARCH_1
        )


def test_a_main_post_may_not_begin_before_one_that_is_entered_already(cast):
    person = make_user("moi", "Trần Văn Mới")
    make_posting(person, cast.science, cast.specialist, valid_from=MARCH_1)
    with pytest.raises(DatesDoNotFit):
        appoint(
            learner=person, agency=cast.justice, position=cast.specialist, effective_on=FIRST_DAY
        )


def test_a_main_post_may_not_begin_before_another_has_ceased(cast):
    person = make_user("moi", "Trần Văn Mới")
    make_posting(person, cast.science, cast.specialist, valid_to=MARCH_1)
    with pytest.raises(DatesDoNotFit):
        appoint(
            learner=person, agency=cast.justice, position=cast.specialist, effective_on=DAY_BEFORE
        )
    posting = appoint(
        learner=person, agency=cast.justice, position=cast.specialist, effective_on=MARCH_1
    )
    assert posting.valid_to is None


@pytest.fixture
def other_position(db):
    return Position.objects.create(code="van-thu", name="Văn thư")


@pytest.mark.parametrize("differs", ["agency", "position", "kind", "effective_on", "learner"])
def test_only_the_very_same_appointment_is_the_same(cast, other_position, differs):
    given = {
        "learner": cast.lan,
        "agency": cast.justice,
        "position": cast.specialist,
        "kind": PostingKind.CONCURRENT,
        "effective_on": MARCH_1,
        "rank": cast.rank,
    }
    others = {
        "agency": cast.centre,
        "position": other_position,
        "kind": PostingKind.ACTING,
        "effective_on": JULY_1,
        "learner": cast.nga,
    }
    first = appoint(**given)
    assert appoint(**given) == first
    assert (first.rank, first.kind, first.valid_from) == (cast.rank, "concurrent", MARCH_1)
    second = appoint(**{**given, differs: others[differs]})
    assert second != first
    assert Posting.objects.filter(valid_from__gte=MARCH_1).count() == 2


def test_a_transfer_keeps_to_the_main_post_of_that_person(cast):
    beside = appoint(
        learner=cast.lan,
        agency=cast.centre,
        position=cast.specialist,
        effective_on=FIRST_DAY + dt.timedelta(days=1),
        kind=PostingKind.CONCURRENT,
    )
    moved = transfer(
        learner=cast.lan,
        agency=cast.justice,
        position=cast.specialist,
        effective_on=MARCH_1,
        rank=cast.rank,
    )
    assert (moved.kind, moved.rank, moved.learner) == ("main", cast.rank, cast.lan)
    beside.refresh_from_db()
    assert beside.valid_to is None
    ended = Posting.objects.filter(valid_to__isnull=False)
    assert {(post.learner, post.agency) for post in ended} == {(cast.lan, cast.science)}


def test_whoever_has_no_main_post_begins_one_by_a_transfer(cast):
    person = make_user("moi", "Trần Văn Mới")
    beside = make_posting(person, cast.centre, cast.specialist, kind=PostingKind.CONCURRENT)
    moved = transfer(
        learner=person, agency=cast.centre, position=cast.specialist, effective_on=MARCH_1
    )
    assert moved.kind == PostingKind.MAIN
    assert Posting.objects.filter(learner=person, valid_to__isnull=True).count() == 2
    assert moved != beside


def test_another_position_in_the_same_agency_is_a_transfer(cast, other_position):
    moved = transfer(
        learner=cast.lan, agency=cast.science, position=other_position, effective_on=MARCH_1
    )
    assert moved.position == other_position
    assert cast.lan.postings.get(position=cast.specialist).valid_to == MARCH_1


def test_a_transfer_over_an_end_that_is_entered_already_is_refused(cast):
    cast.lan.postings.update(valid_to=JULY_1)
    with pytest.raises(DatesDoNotFit):
        transfer(
            learner=cast.lan, agency=cast.justice, position=cast.specialist, effective_on=MARCH_1
        )
    assert cast.lan.postings.get().valid_to == JULY_1


def test_a_concurrent_post_stands_beside_the_main_one(cast):
    for _ in range(2):
        appoint(
            learner=cast.lan,
            agency=cast.justice,
            position=cast.specialist,
            effective_on=MARCH_1,
            kind=PostingKind.CONCURRENT,
        )
    assert cast.lan.postings.count() == 2
    assert Posting.objects.counting_on(MARCH_1).get(learner=cast.lan).agency == cast.science


def test_nobody_is_posted_to_an_agency_that_does_not_exist_then(cast):
    cast.centre.versions.update(valid_to=MARCH_1)
    person = make_user("moi", "Trần Văn Mới")
    with pytest.raises(NotInForce):
        appoint(learner=person, agency=cast.centre, position=cast.specialist, effective_on=MARCH_1)


def test_a_posting_cannot_end_before_it_began(cast):
    posting = cast.lan.postings.get()
    for day in (FIRST_DAY, FIRST_DAY - dt.timedelta(days=1)):
        with pytest.raises(DatesDoNotFit):
            end_posting(posting=posting, effective_on=day)
    assert end_posting(posting=posting, effective_on=MARCH_1).valid_to == MARCH_1
    assert end_posting(posting=posting, effective_on=MARCH_1).valid_to == MARCH_1


def test_overlapping_main_posts_are_recognised(cast):
    first = cast.lan.postings.get()
    beside = Posting(
        learner=cast.lan, agency=cast.justice, position=cast.specialist, valid_from=MARCH_1
    )
    assert main_post_overlaps(beside)
    first.valid_to = MARCH_1
    first.save()
    assert not main_post_overlaps(beside)
    beside.kind = PostingKind.ACTING
    assert not main_post_overlaps(beside)


def test_a_post_does_not_overlap_itself_nor_one_it_follows_or_precedes(cast):
    own = cast.lan.postings.get()
    assert not main_post_overlaps(own)
    own.valid_from = JULY_1
    own.save()

    def overlaps(start: dt.date, end: dt.date | None, kind: str = PostingKind.MAIN) -> bool:
        return main_post_overlaps(
            Posting(
                learner=cast.lan,
                agency=cast.justice,
                position=cast.specialist,
                kind=kind,
                valid_from=start,
                valid_to=end,
            )
        )

    next_day = JULY_1 + dt.timedelta(days=1)
    assert not overlaps(MARCH_1, JULY_1)
    assert overlaps(MARCH_1, next_day)
    assert overlaps(MARCH_1, None)
    assert not overlaps(MARCH_1, None, PostingKind.SECONDMENT)
    own.valid_to = next_day
    own.save()
    assert overlaps(JULY_1, None)
    assert not overlaps(next_day, None)


def test_a_secondment_is_no_obstacle_to_a_main_post(cast):
    person = make_user("moi", "Trần Văn Mới")
    make_posting(person, cast.science, cast.specialist, kind=PostingKind.SECONDMENT)
    beside = Posting(
        learner=person, agency=cast.justice, position=cast.specialist, valid_from=MARCH_1
    )
    assert not main_post_overlaps(beside)
    assert appoint(
        learner=person, agency=cast.justice, position=cast.specialist, effective_on=MARCH_1
    ).pk


def test_an_end_that_is_entered_can_be_moved(cast):
    posting = cast.lan.postings.get()
    end_posting(posting=posting, effective_on=MARCH_1)
    end_posting(posting=posting, effective_on=JULY_1)
    assert cast.lan.postings.get().valid_to == JULY_1


def test_a_role_is_one_of_a_kind_in_an_agency(cast):
    manager = grant_role(user=cast.lan, agency=cast.science, effective_on=MARCH_1)
    officer = grant_role(
        user=cast.lan,
        agency=cast.science,
        effective_on=MARCH_1,
        kind=AgencyRoleKind.TRAINING_OFFICER,
    )
    elsewhere = grant_role(user=cast.lan, agency=cast.justice, effective_on=MARCH_1)
    roles = AgencyRole.objects.filter(user=cast.lan).values_list("pk", "kind", "agency")
    assert set(roles) == {
        (manager.pk, "manager", cast.science.pk),
        (officer.pk, "training_officer", cast.science.pk),
        (elsewhere.pk, "manager", cast.justice.pk),
    }


def test_nobody_looks_after_an_agency_that_does_not_exist_then(cast):
    cast.centre.versions.update(valid_to=MARCH_1)
    with pytest.raises(NotInForce):
        grant_role(user=cast.lan, agency=cast.centre, effective_on=MARCH_1)


def test_a_role_cannot_end_before_it_began(cast):
    role = cast.minh.agency_roles.get()
    with pytest.raises(DatesDoNotFit):
        end_role(role=role, effective_on=FIRST_DAY)


@pytest.mark.parametrize("act", ["appoint", "transfer", "end_posting", "grant_role", "end_role"])
def test_acts_on_one_person_come_one_after_the_other(cast, act):
    posting = Posting.objects.select_related("learner").get(learner=cast.minh)
    role = AgencyRole.objects.select_related("user").get(user=cast.minh)
    post = {"agency": cast.justice, "position": cast.specialist, "effective_on": MARCH_1}
    acts = {
        "appoint": lambda: appoint(learner=cast.minh, kind=PostingKind.ACTING, **post),
        "transfer": lambda: transfer(learner=cast.minh, **post),
        "end_posting": lambda: end_posting(posting=posting, effective_on=MARCH_1),
        "grant_role": lambda: grant_role(user=cast.minh, agency=cast.justice, effective_on=MARCH_1),
        "end_role": lambda: end_role(role=role, effective_on=MARCH_1),
    }
    assert taken_first(acts[act], User) == {cast.minh.pk}


def test_a_role_opens_an_agency_and_all_below_while_it_lasts(cast):
    role = grant_role(user=cast.lan, agency=cast.science, effective_on=MARCH_1)
    assert grant_role(user=cast.lan, agency=cast.science, effective_on=MARCH_1) == role
    end_role(role=role, effective_on=JULY_1)
    seen = {
        day: set(visible_agencies(cast.lan, day).agencies())
        for day in (DAY_BEFORE, MARCH_1, dt.date(2025, 6, 30), JULY_1)
    }
    both = {cast.science, cast.centre}
    assert list(seen.values()) == [set(), both, both, set()]


def test_attack_13_who_moves_out_of_an_agency_sees_it_no_longer(cast):
    end_role(role=cast.minh.agency_roles.get(), effective_on=MARCH_1)
    assert set(visible_agencies(cast.minh, DAY_BEFORE).agencies()) == {cast.science, cast.centre}
    assert not visible_agencies(cast.minh, MARCH_1)


def test_a_role_in_an_agency_that_ceased_opens_nothing(cast):
    cast.justice.versions.update(valid_to=MARCH_1)
    assert not visible_agencies(cast.phuc, MARCH_1)


def expected(rows, day):
    """The rule said differently: best kind, then the latest beginning, then the latest row."""
    holding = [r for r in rows if r.valid_from <= day and (r.valid_to is None or day < r.valid_to)]
    return max(holding, key=lambda r: (-ORDER.index(r.kind), r.valid_from, r.pk), default=None)


def test_of_every_pair_of_postings_the_one_that_counts_is_the_one_of_the_rule(cast):
    person = make_user("moi", "Trần Văn Mới")
    starts, ends = DAYS[:2], [DAYS[2], None]
    for kinds in itertools.product(ORDER, repeat=2):
        for (start_a, end_a), (start_b, end_b) in itertools.product(
            itertools.product(starts, ends), repeat=2
        ):
            if kinds == ("main", "main") and end_a is None and end_b is None:
                continue
            rows = [
                make_posting(
                    person, agency, cast.specialist, kind=kind, valid_from=start, valid_to=end
                )
                for agency, kind, start, end in (
                    (cast.science, kinds[0], start_a, end_a),
                    (cast.justice, kinds[1], start_b, end_b),
                )
            ]
            for day in DAYS:
                counting = list(Posting.objects.counting_on(day).filter(learner=person))
                wanted = expected(rows, day)
                assert counting == ([wanted] if wanted else []), (kinds, day)
                assert Posting.objects.counting_for(person, day) == wanted, (kinds, day)
            Posting.objects.filter(learner=person).delete()


def test_everybody_counts_at_most_once_on_any_day(cast):
    for kind in PostingKind.values[1:]:
        make_posting(cast.lan, cast.justice, cast.specialist, kind=kind, valid_from=DAYS[0])
    for day in DAYS:
        learners = Posting.objects.counting_on(day).values_list("learner", flat=True)
        assert len(learners) == len(set(learners)) == 5
