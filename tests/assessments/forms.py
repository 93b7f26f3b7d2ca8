"""The form of a question in the CMS, as a browser posts it."""

from typing import Any

from django.urls import reverse
from wagtail.test.utils.form_data import rich_text

from assessments.models import Question, QuestionBank


def question_url(name: str, question: Question | None = None) -> str:
    return reverse(f"question:{name}", args=[question.pk] if question else [])


def question_form(bank: QuestionBank, **changed: Any) -> dict[str, Any]:
    options: list[dict[str, Any]] = [
        {"value": {"text": text, "correct": correct, "feedback": ""}, "type": "item", "id": ""}
        for text, correct in (("LGSP", "on"), ("NDXP", ""))
    ]
    content = {"content-count": "1", "content-0-deleted": "", "content-0-order": "0"}
    content |= {"content-0-type": "single_choice", "content-0-id": ""}
    content |= {"content-0-value-options-count": "2"}
    for number, option in enumerate(options):
        prefix = f"content-0-value-options-{number}"
        content |= {f"{prefix}-deleted": "", f"{prefix}-order": str(number), f"{prefix}-id": ""}
        for key, value in option["value"].items():
            if value or key != "correct":
                content[f"{prefix}-value-{key}"] = value
    values = {
        "bank": str(bank.pk),
        "reference": "Q-1",
        "text": rich_text("<p>Nền tảng nào?</p>"),
        "explanation": rich_text("<p>Vì thế.</p>"),
        "difficulty": "easy",
        "competency": "",
        "tags": "m1, luật",
        "legal_basis": "",
        "valid_until": "",
        "status": "ready",
    }
    return {**values, **content, **changed}
