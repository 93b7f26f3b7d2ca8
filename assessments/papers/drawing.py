"""From a quiz to what may be drawn for it, and from a paper to its frozen questions."""

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from assessments.banks.models import Question, QuestionVersion, TaggedQuestion
from assessments.papers.paper import FrozenQuestion, Paper, Pick, choose, lay_out


@dataclass(frozen=True)
class Line:
    """One line of a quiz as it stands in the database or in a form: a question, or a draw."""

    question_id: int | None
    bank_id: int | None
    tag_ids: frozenset[int] = frozenset()
    count: int = 1
    mark: Decimal = Decimal(1)


def picks_for(lines: Iterable[Line]) -> list[Pick]:
    """Return what each line of a quiz draws from now: ready questions only, in a few queries."""
    items = list(lines)
    drawable = Question.objects.drawable()
    by_question: dict[int, int] = {}
    by_bank: dict[int, list[tuple[int, int]]] = defaultdict(list)
    rows = drawable.filter(
        bank__in={item.bank_id for item in items if item.bank_id}
    ) | drawable.filter(pk__in={item.question_id for item in items if item.question_id})
    for pk, bank_id, version_id in rows.values_list("pk", "bank_id", "current_version_id"):
        by_question[pk] = version_id
        by_bank[bank_id].append((pk, version_id))
    tags = _tags_by_question(items)
    picks = []
    for item in items:
        if item.question_id is not None:
            version = by_question.get(item.question_id)
            picks.append(Pick((version,) if version else (), 1, item.mark))
            continue
        bank = by_bank[item.bank_id or 0]
        candidates = tuple(version for pk, version in bank if item.tag_ids <= tags[pk])
        picks.append(Pick(candidates, item.count, item.mark))
    return picks


def _tags_by_question(items: list[Line]) -> dict[int, set[int]]:
    tag_ids = frozenset().union(*(item.tag_ids for item in items))
    found: dict[int, set[int]] = defaultdict(set)
    if tag_ids:
        pairs = TaggedQuestion.objects.filter(tag__in=tag_ids)
        for question_id, tag_id in pairs.values_list("content_object_id", "tag_id"):
            found[question_id].add(tag_id)
    return found


def draw_paper(
    lines: Iterable[Line],
    rng: random.Random,
    *,
    shuffle_questions: bool,
    shuffle_options: bool,
) -> Paper:
    """Draw a paper from the lines of a quiz. Raises NotEnoughQuestions."""
    chosen = choose(picks_for(lines), rng)
    return lay_out(
        chosen,
        frozen_questions(version for version, _mark in chosen),
        rng,
        shuffle_questions=shuffle_questions,
        shuffle_options=shuffle_options,
    )


def versions_of(ids: Iterable[int]) -> dict[int, QuestionVersion]:
    return QuestionVersion.objects.in_bulk(set(ids))


def frozen(version: QuestionVersion) -> FrozenQuestion:
    return FrozenQuestion(version.kind, version.frozen.body)


def frozen_questions(ids: Iterable[int]) -> dict[int, FrozenQuestion]:
    return {pk: frozen(version) for pk, version in versions_of(ids).items()}
