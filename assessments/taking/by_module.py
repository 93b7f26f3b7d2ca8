"""The result of an attempt module by module, and what to read again.

A question belongs to a module when a quiz inside that module asks it: by name, or by a draw with
tags. A draw without tags says so only where each module has a bank of its own.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from assessments.attempts.models import Response
from assessments.banks.models import TaggedQuestion
from assessments.papers.drawing import Line
from assessments.quizzes.models import QuizPage
from assessments.words import FeedbackRelease, ResponseState
from courses.models import LessonPage
from lms.enrolments.outline import CourseOutline, OutlineActivity, OutlineModule

# Of fewer questions a figure would tell, before it is released, which answer was wrong.
FEWEST = 3


@dataclass(frozen=True)
class Asked:
    """A question as it was answered."""

    question_id: int
    bank_id: int
    tag_ids: frozenset[int]
    is_right: bool


@dataclass(frozen=True)
class ModuleResult:
    """`title` is empty for what no module asks; `reading`: its lessons, where some was wrong."""

    title: str
    right: int
    total: int
    reading: list[OutlineActivity]
    practice: list[OutlineActivity]

    @property
    def is_right(self) -> bool:
        return self.right == self.total


def results_by_module(
    quiz: QuizPage, outline: CourseOutline, responses: Collection[Response], *, released: bool
) -> list[ModuleResult]:
    """Return what may be told of each module: nothing where a quiz shows its result only.

    Before the answers are released, modules with few questions stand together.
    """
    if not released and quiz.feedback_release == FeedbackRelease.NEVER:
        return []
    asked = _asked(responses)
    modules = [module for module in outline.modules if module.title]
    lines = _lines_by_module(modules)
    own = next((m for m in modules if any(a.pk == quiz.pk for a in m.activities)), None)
    of_module: dict[int, list[Asked]] = defaultdict(list)
    for each in asked:
        place = modules.index(own) if own is not None else module_of(each, lines, asked)
        of_module[place].append(each)
    if not released:
        for place in [p for p, found in of_module.items() if p >= 0 and len(found) < FEWEST]:
            of_module[-1] += of_module.pop(place)
        if 0 < len(of_module[-1]) < FEWEST:
            # A figure for the rest would follow from the others: no figures at all.
            return []
    results = [
        _result(module, of_module[place], quiz)
        for place, module in enumerate(modules)
        if of_module[place]
    ]
    if of_module[-1] and results:
        rest = of_module[-1]
        results.append(ModuleResult("", sum(a.is_right for a in rest), len(rest), [], []))
    return results


def module_of(asked: Asked, lines: Sequence[Sequence[Line]], paper: Iterable[Asked]) -> int:
    """Return the place of the one module whose quizzes ask a question; -1 if none or several."""
    banks_of_paper = {each.bank_id for each in paper}
    whole_banks = [
        {line.bank_id for line in each if line.bank_id and not line.tag_ids} for each in lines
    ]
    found = set()
    for place, each in enumerate(lines):
        for line in each:
            if line.question_id is not None:
                fits = line.question_id == asked.question_id
            elif line.tag_ids:
                fits = line.bank_id == asked.bank_id and line.tag_ids <= asked.tag_ids
            else:
                alone = sum(asked.bank_id in banks for banks in whole_banks) == 1
                fits = line.bank_id == asked.bank_id and alone and len(banks_of_paper) > 1
            if fits:
                found.add(place)
    return found.pop() if len(found) == 1 else -1


def _result(module: OutlineModule, asked: list[Asked], quiz: QuizPage) -> ModuleResult:
    right = sum(each.is_right for each in asked)
    if right == len(asked):
        return ModuleResult(module.title, right, len(asked), [], [])
    open_ones = [a for a in module.activities if not a.is_locked and a.pk != quiz.pk]
    return ModuleResult(
        module.title,
        right,
        len(asked),
        [a for a in open_ones if a.activity.kind == LessonPage.kind],
        [a for a in open_ones if a.activity.kind == QuizPage.kind],
    )


def _asked(responses: Collection[Response]) -> list[Asked]:
    tags: dict[int, set[int]] = defaultdict(set)
    questions = {r.question_version.question_id for r in responses}
    pairs = TaggedQuestion.objects.filter(content_object__in=questions)
    for question_id, tag_id in pairs.values_list("content_object_id", "tag_id"):
        tags[question_id].add(tag_id)
    return [
        Asked(
            response.question_version.question_id,
            response.question_version.question.bank_id,
            frozenset(tags[response.question_version.question_id]),
            response.state == ResponseState.RIGHT,
        )
        for response in responses
    ]


def _lines_by_module(modules: Iterable[OutlineModule]) -> list[list[Line]]:
    """Return what the quizzes of each module ask: three queries."""
    ids = [[a.pk for a in m.activities if a.activity.kind == QuizPage.kind] for m in modules]
    every = [pk for each in ids for pk in each]
    quizzes = QuizPage.objects.filter(pk__in=every).prefetch_related("items__tags").in_bulk()
    return [[i.as_line() for pk in each for i in quizzes[pk].items.all()] for each in ids]
