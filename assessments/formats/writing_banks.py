"""A question bank written as the file that `yaml_bank` reads."""

from typing import Any

from assessments.banks.models import Question, QuestionBank
from assessments.formats.question_rows import write_texts
from assessments.formats.yaml_bank import references_of
from assessments.question_types import QUESTION_TYPES
from lms.competencies.naming import name_of


def bank_document(bank: QuestionBank) -> dict[str, Any]:
    """Return a bank with its questions as plain values, in the order of their names."""
    questions = list(
        bank.questions.select_related("competency__framework")
        .prefetch_related("tagged_items__tag")
        .order_by("pk")
    )
    names = references_of(questions)
    questions.sort(key=lambda question: names[question.pk])
    rows = [_row(question, names[question.pk]) for question in questions if question.content]
    return {"code": bank.code, "name": bank.name, "questions": rows}


def _row(question: Question, reference: str) -> dict[str, Any]:
    child = question.content[0]
    optional = {
        "competency": name_of(question.competency) if question.competency else "",
        "legal_basis": question.legal_basis,
        "valid_until": question.valid_until.isoformat() if question.valid_until else "",
        "tags": sorted(item.tag.name for item in question.tagged_items.all()),
    }
    return {
        "id": reference,
        "kind": child.block_type,
        "status": question.status,
        "difficulty": question.difficulty,
        **{key: value for key, value in optional.items() if value},
        **write_texts(question.text, question.explanation),
        **QUESTION_TYPES[child.block_type].to_row(child.value),
    }
