"""Questions, quizzes and answers for the tests."""

import json
from typing import Any

from assessments.attempts.saving import save_answers
from assessments.banks.publishing import publish_question
from assessments.models import Attempt, Question, QuestionBank, QuestionTag, QuizItem, QuizPage
from assessments.papers.paper import Paper
from assessments.question_types.matching import right_id
from courses.models import CataloguePage


def item(value: Any, number: int) -> dict[str, Any]:
    return {"type": "item", "value": value, "id": f"{number:08d}-0000-4000-8000-000000000000"}


def option(number: int, text: str, correct: bool = False, feedback: str = "") -> dict[str, Any]:
    return item({"text": text, "correct": correct, "feedback": feedback}, number)


CONTENT: dict[str, dict[str, Any]] = {
    "single_choice": {"options": [option(1, "LGSP", True), option(2, "NDXP"), option(3, "VNeID")]},
    "multiple_choice": {
        "options": [
            *(option(1, "a", True), option(2, "b", True)),
            *(option(3, "c"), option(4, "d")),
        ]
    },
    "true_false": {"answer": "true", "feedback": ""},
    "short_text": {"accepted": [item("nền tảng", 1)], "fold_diacritics": True},
    "numeric": {"answer": "46.4", "tolerance": "0.05", "unit": "%"},
    "matching": {
        "pairs": [
            item({"left": "Bắc Giang", "right": "tỉnh"}, 1),
            item({"left": "Lục Ngạn", "right": "huyện"}, 2),
        ],
        "distractors": [item("xã", 3)],
    },
}
RIGHT: dict[str, Any] = {
    "single_choice": "00000001",
    "multiple_choice": ["00000001", "00000002"],
    "true_false": "true",
    "short_text": "Nền Tảng",
    "numeric": "46,4",
    "matching": {"00000001": right_id("tỉnh"), "00000002": right_id("huyện")},
}
WRONG: dict[str, Any] = {
    "single_choice": "00000002",
    "multiple_choice": ["00000003", "00000004"],
    "true_false": "false",
    "short_text": "mạng",
    "numeric": "46",
    "matching": {"00000001": right_id("xã"), "00000002": right_id("xã")},
}


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
    values = {"title": "Kiểm tra", "shuffle_questions": False, **fields}
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
