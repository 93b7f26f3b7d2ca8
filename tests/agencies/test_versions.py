"""No overlap, no gap, no cycle, nothing below nothing: on every day."""

import datetime as dt
import itertools

import pytest

from lms.agencies.exceptions import CycleInTree, VersionsDoNotFit
from lms.agencies.versions import Span, check_line, check_no_cycle, check_parents

DAYS = [dt.date(2025, 1, n) for n in range(1, 6)]


def spans_between(agency_id: int = 1):
    ends = [*DAYS, None]
    return [
        Span(agency_id, start, end, None)
        for start, end in itertools.product(DAYS, ends)
        if end is None or end > start
    ]


def fits(spans) -> bool:
    """The rule said differently: from the first to the last day exactly one version holds."""
    first = min(s.valid_from for s in spans)
    last = max(s.end for s in spans)
    days = [d for d in [*DAYS, dt.date(2030, 1, 1)] if first <= d < last]
    return all(sum(s.holds_on(d) for s in spans) == 1 for d in days)


def test_of_all_pairs_of_versions_exactly_those_that_fit_pass():
    passed = 0
    for pair in itertools.combinations(spans_between(), 2):
        try:
            check_line(pair)
        except VersionsDoNotFit:
            assert not fits(pair), pair
        else:
            passed += 1
            assert fits(pair), pair
    assert passed > 10


def test_a_version_that_ceases_before_it_begins_is_refused():
    with pytest.raises(VersionsDoNotFit):
        check_line([Span(1, DAYS[2], DAYS[1], None)])


def test_the_sentence_names_the_day():
    with pytest.raises(VersionsDoNotFit, match="03/01/2025"):
        check_line([Span(1, DAYS[0], DAYS[2], None), Span(1, DAYS[3], None, None)])


def test_a_parent_must_exist_on_every_day():
    parent = [Span(1, DAYS[1], DAYS[3], None)]
    for start, end in itertools.product(DAYS, [*DAYS, None]):
        if end is not None and end <= start:
            continue
        child = Span(2, start, end, 1)
        inside = start >= DAYS[1] and end is not None and end <= DAYS[3]
        if inside:
            check_parents([child], [*parent, child])
        else:
            with pytest.raises(VersionsDoNotFit):
                check_parents([child], [*parent, child])


def test_every_arrangement_of_three_agencies_is_refused_exactly_when_it_has_a_cycle():
    choices = [None, 1, 2, 3]
    for parents in itertools.product(choices, repeat=3):
        spans = [Span(i, DAYS[0], None, p) for i, p in enumerate(parents, start=1)]

        def reaches_itself(agency: int, parents=parents) -> bool:
            here, steps = parents[agency - 1], 0
            while here is not None and steps < 4:
                if here == agency:
                    return True
                here, steps = parents[here - 1], steps + 1
            return False

        if any(reaches_itself(n) for n in (1, 2, 3)):
            with pytest.raises(CycleInTree):
                check_no_cycle(spans)
        else:
            check_no_cycle(spans)


def test_a_cycle_on_a_later_day_alone_is_found():
    spans = [
        Span(1, DAYS[0], DAYS[2], None),
        Span(1, DAYS[2], DAYS[3], 2),
        Span(1, DAYS[3], None, None),
        Span(2, DAYS[0], None, 1),
    ]
    with pytest.raises(CycleInTree, match="03/01/2025"):
        check_no_cycle(spans)


def test_two_agencies_may_change_places_over_time():
    check_no_cycle(
        [
            Span(1, DAYS[0], DAYS[2], None),
            Span(1, DAYS[2], None, 2),
            Span(2, DAYS[0], DAYS[2], 1),
            Span(2, DAYS[2], None, None),
        ]
    )


def test_versions_are_taken_in_the_order_of_their_days():
    check_line([Span(1, DAYS[2], None, None), Span(1, DAYS[0], DAYS[2], None)])


def test_a_version_without_a_day_is_refused():
    with pytest.raises(VersionsDoNotFit):
        check_line([Span(1, DAYS[1], DAYS[1], None)])


def test_what_belongs_to_nobody_needs_no_parent_and_what_follows_is_checked_all_the_same():
    root = Span(1, DAYS[0], None, None)
    check_parents([root], [root])
    orphan = Span(2, DAYS[0], None, 9)
    with pytest.raises(VersionsDoNotFit):
        check_parents([root, orphan], [root, orphan])


def test_a_parent_is_there_through_all_its_versions_in_whatever_order_they_come():
    parent = [Span(1, DAYS[2], None, None), Span(1, DAYS[0], DAYS[2], None)]
    check_parents([Span(2, DAYS[1], None, 1)], parent)
    with pytest.raises(VersionsDoNotFit, match="02/01/2025"):
        check_parents([Span(2, DAYS[1], None, 1)], [Span(1, DAYS[2], None, None)])


def test_of_several_days_with_a_cycle_the_first_is_named():
    circle = [(1, 2), (2, 1), (3, 4), (4, 3)]
    spans = [Span(a, DAYS[0], DAYS[1], None) for a, _parent in circle]
    spans += [Span(a, DAYS[1] if a < 3 else DAYS[3], None, parent) for a, parent in circle]
    for given in (spans, spans[::-1]):
        with pytest.raises(CycleInTree, match="02/01/2025"):
            check_no_cycle(given)
