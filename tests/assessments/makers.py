"""Questions, quizzes and answers for the tests."""

import json
from collections.abc import Iterator
from itertools import count
from random import Random
from typing import Any

from assessments.attempts.saving import save_answers
from assessments.banks.publishing import publish_question
from assessments.models import Attempt, Question, QuestionBank, QuestionTag, QuizItem, QuizPage
from assessments.papers.paper import Paper
from assessments.question_types import QUESTION_TYPES
from assessments.question_types.base import Body, QuestionType
from assessments.quizzes.rules import FIRST_RULES
from assessments.words import QuizPurpose
from courses.models import CataloguePage


def item(value: Any, number: int) -> dict[str, Any]:
    return {"type": "item", "value": value, "id": f"{number:08d}-0000-4000-8000-000000000000"}


def option(number: int, text: str, correct: bool = False, feedback: str = "") -> dict[str, Any]:
    return item({"text": text, "correct": correct, "feedback": feedback}, number)


def ids() -> Iterator[str]:
    """Return the ids of `item`, so that the short ones are 00000001, 00000002 and so on."""
    return (item(None, number)["id"] for number in count(1))


def sample_body(question_type: QuestionType) -> Body:
    """Return the frozen sample of a kind."""
    block = question_type.block()
    raw = question_type.from_row(question_type.sample_row, ids())
    return question_type.freeze(block.clean(block.to_python(raw)))


def sample_answers(*, right: bool) -> dict[str, Any]:
    return {
        kind: question_type.sample_answer(sample_body(question_type), Random(1), right=right)
        for kind, question_type in QUESTION_TYPES.items()
    }


# The sample of each kind as its block holds it, and answers to it.
CONTENT = {kind: each.from_row(each.sample_row, ids()) for kind, each in QUESTION_TYPES.items()}
RIGHT, WRONG = sample_answers(right=True), sample_answers(right=False)


def make_bank(catalogue: CataloguePage, code: str = "bank") -> QuestionBank:
    return QuestionBank.objects.create(name=f"Ngân hàng {code}", code=code, catalogue=catalogue)


def make_question(
    bank: QuestionBank,
    kind: str = "single_choice",
    *,
    text: str = "Câu hỏi?",
    content: dict[str, Any] | None = None,
    tags: tuple[str, ...] = (),
    ready: bool = True,
    **fields: Any,
) -> Question:
    stream = json.dumps([{"type": kind, "value": content or CONTENT[kind], "id": "1"}])
    question = Question(
        bank=bank,
        text=f"<p>{text}</p>",
        content=stream,
        explanation=fields.pop("explanation", "<p>GIẢI-THÍCH</p>"),
        **fields,
    )
    question.save()
    question = Question.objects.get(pk=question.pk)
    if tags:
        question.tags.set([QuestionTag.objects.get_or_create(name=t, slug=t)[0] for t in tags])
        question.save()
    if ready:
        publish_question(question=question)
    return question


def make_quiz(parent: Any, questions: list[Question] | None = None, **fields: Any) -> QuizPage:
    slug = fields.pop("slug", f"quiz-{QuizPage.objects.count() + 1}")
    open_rules = FIRST_RULES[QuizPurpose.PRACTICE]
    values = {"title": "Kiểm tra", "shuffle_questions": False, **open_rules, **fields}
    quiz = QuizPage(slug=slug, **values)
    for order, question in enumerate(questions or []):
        quiz.items.add(QuizItem(question=question, sort_order=order))
    parent.refresh_from_db()
    parent.add_child(instance=quiz)
    return quiz


def draw(bank: QuestionBank, count: int, *tags: str, order: int = 0, mark: Any = 1) -> QuizItem:
    drawn = QuizItem(bank=bank, count=count, sort_order=order, mark=mark)
    drawn.tags.set(list(QuestionTag.objects.filter(name__in=tags)))
    return drawn


def make_draw_quiz(parent: Any, *items: QuizItem, **fields: Any) -> QuizPage:
    quiz = make_quiz(parent, **fields)
    for each in items:
        quiz.items.add(each)
    quiz.save()
    return quiz


def paper_kinds(attempt: Attempt) -> dict[int, str]:
    """Return the kind of question by slot."""
    from assessments.papers.drawing import versions_of

    slots = Paper.from_json(attempt.paper).slots
    versions = versions_of(slot.version for slot in slots)
    return {slot.slot: versions[slot.version].kind for slot in slots}


def answer_all(attempt: Attempt, answers: dict[str, Any] = RIGHT, **when: Any) -> int:
    """Answer every question by its kind; return the last sequence."""
    from assessments.attempts.saving import last_sequence

    return save_answers(
        attempt=attempt,
        answers={slot: answers[kind] for slot, kind in paper_kinds(attempt).items()},
        sequence=last_sequence(attempt),
        **when,
    )
