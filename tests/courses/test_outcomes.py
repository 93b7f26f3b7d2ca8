"""What courses prove: in which order it is told, the highest level of each, the leading one."""

import pytest

from courses.models import CourseOutcome
from courses.outcomes import ProvingOutcome, highest_by_competency, leading_outcome, outcomes_of
from lms.competencies.models import Competency, ProficiencyLevel
from tests.courses.makers import add_outcome, make_competency, make_course


@pytest.fixture
def course(cast):
    return make_course(cast)


def prove(course, competency, level: int = 2, place: int | None = 0) -> None:
    CourseOutcome.objects.create(
        course=course,
        text="Làm được",
        competency=competency,
        level=competency.framework.levels.get(number=level),
        sort_order=place,
    )


def told(outcomes) -> list[tuple[str, int]]:
    return [(each.competency.code, each.level.number) for each in outcomes]


def outcome(code: int, level: int, place: int = 0, scale: int = 1) -> ProvingOutcome:
    competency = Competency(pk=code, framework_id=scale, code=f"CT{code:02d}")
    return ProvingOutcome(
        competency, ProficiencyLevel(pk=10 * scale + level, number=level, framework_id=scale), place
    )


def test_a_level_is_told_in_words_with_its_number(course):
    add_outcome(course, make_competency(), level=3)
    (each,) = outcomes_of([course])[course.pk]
    assert each.level_name == "Bậc 3: Mức 3"


def test_each_course_proves_its_own(cast, course):
    other = make_course(cast, "Khóa khác", code="K-2")
    competency = make_competency()
    prove(course, competency, 2)
    prove(other, competency, 4)
    both = outcomes_of([course, other])
    assert (told(both[course.pk]), told(both[other.pk])) == ([("CT01", 2)], [("CT01", 4)])
    assert set(outcomes_of([other])) == {other.pk}


def test_an_outcome_without_a_competency_proves_nothing(course):
    competency = make_competency()
    add_outcome(course, None)
    prove(course, competency, 2)
    assert told(outcomes_of([course])[course.pk]) == [("CT01", 2)]


def test_outcomes_stand_by_framework_position_code_and_then_as_their_author_put_them(course):
    first = make_competency("Z01", "AA", position=9)
    make = {
        "C": make_competency("C", "CT", position=2),
        "B": make_competency("B", "CT", position=1),
        "A": make_competency("A", "CT", position=2),
    }
    prove(course, make["C"], 1, place=0)
    prove(course, make["A"], 3, place=5)
    prove(course, make["A"], 2, place=4)
    prove(course, make["B"], 1, place=9)
    prove(course, first, 1, place=1)
    expected = [("B", 1), ("A", 2), ("A", 3), ("C", 1)]
    read = told(outcomes_of([course])[course.pk])
    frameworks = sorted([first.framework, make["A"].framework], key=lambda f: (f.code, f.version))
    parts = {"AA": [("Z01", 1)], "CT": expected}
    assert read == [each for framework in frameworks for each in parts[framework.code]]


def test_an_outcome_without_a_place_stands_before_the_others(course):
    prove(course, make_competency("CT01"), place=1)
    prove(course, make_competency("TT02", "TT"), place=None)
    outcomes = outcomes_of([course])[course.pk]
    assert [each.place for each in outcomes] == [1, 0]
    leading = leading_outcome(outcomes)
    assert leading is not None
    assert leading.competency.code == "TT02"


@pytest.mark.parametrize("levels", [(1, 3, 2), (3, 1, 2), (1, 2, 3), (3, 3, 1)])
def test_of_each_competency_the_highest_level_counts(levels):
    outcomes = [outcome(1, level, place=n) for n, level in enumerate(levels)]
    highest = highest_by_competency([*outcomes, outcome(2, 1)])
    assert told(highest) == [("CT01", 3), ("CT02", 1)]
    assert highest[0] is outcomes[levels.index(3)]


def test_the_leading_outcome_is_the_highest_on_the_scale_of_what_comes_first():
    outcomes = [
        outcome(1, 2, place=1),
        outcome(2, 5, place=3, scale=2),
        outcome(3, 1, place=0),
        outcome(4, 3, place=2),
    ]
    assert leading_outcome(outcomes) is outcomes[3]


def test_a_course_that_proves_nothing_has_no_leading_outcome():
    assert leading_outcome([]) is None
