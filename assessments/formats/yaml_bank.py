"""The starter courses' question banks: YAML, one bank a file, loaded again and again."""

import datetime as dt
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.html import escape
from django.utils.text import slugify

from assessments.banks.models import Question, QuestionBank, QuestionTag
from assessments.banks.publishing import publish_question
from assessments.formats.yaml_content import content_of
from assessments.words import Difficulty, QuestionStatus
from courses.models import CataloguePage
from lms.accounts.models import User
from lms.competencies.models import Competency
from lms.competencies.naming import CompetencyNames

KNOWN_KEYS = {
    *("id", "kind", "tags", "difficulty", "competency", "text", "explanation", "legal_basis"),
    *("valid_until", "options", "answer", "accepted", "fold_diacritics", "tolerance", "unit"),
    *("pairs", "distractors", "feedback"),
}


class BankFileError(ValueError):
    """The file cannot be loaded; the message names the file and the question."""


@dataclass(frozen=True)
class LoadReport:
    bank: QuestionBank
    created: int
    changed: int
    unchanged: int

    @property
    def total(self) -> int:
        return self.created + self.changed + self.unchanged


@transaction.atomic
def load_bank(path: Path, *, catalogue: CataloguePage, author: User | None = None) -> LoadReport:
    """Load a bank file; questions are known by bank code and id, versions made where they differ.

    A bank that exists stays in its catalogue; a question that was retired stays retired.
    Questions missing from the file are left alone. Raises BankFileError; nothing is loaded then.
    """
    document = _read(path)
    rows = _question_rows(path, document)
    bank, _created = QuestionBank.objects.get_or_create(
        code=document["code"],
        defaults={"name": document["name"], "catalogue": catalogue},
    )
    if bank.name != document["name"]:
        bank.name = document["name"]
        bank.save()
    loader = _Loader(path, bank, author)
    counts = {"created": 0, "changed": 0, "unchanged": 0}
    for row in rows:
        counts[loader.load(row)] += 1
    return LoadReport(bank=bank, **counts)


def _read(path: Path) -> dict[str, Any]:
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BankFileError(f"{path}: cannot be read ({error.strerror})") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BankFileError(f"{path}: not valid YAML in UTF-8: {error}") from error
    if not isinstance(document, dict):
        raise BankFileError(f"{path}: expected the keys code, name and questions")
    for key in ("code", "name"):
        if not isinstance(document.get(key), str) or not document[key].strip():
            raise BankFileError(f"{path}: '{key}' is missing")
    if not isinstance(document.get("questions"), list):
        raise BankFileError(f"{path}: 'questions' must be a list")
    return document


def _question_rows(path: Path, document: dict[str, Any]) -> list[dict[str, Any]]:
    seen: set[str] = set()
    for number, row in enumerate(document["questions"], start=1):
        if not isinstance(row, dict) or not isinstance(row.get("id"), str):
            raise BankFileError(f"{path}: question number {number} has no 'id'")
        if row["id"] in seen:
            raise BankFileError(f"{path}: {row['id']}: the id is used twice")
        if unknown := sorted(set(map(str, row)) - KNOWN_KEYS):
            raise BankFileError(f"{path}: {row['id']}: unknown key '{unknown[0]}'")
        seen.add(row["id"])
    return document["questions"]


class _Loader:
    """Holds what is looked up once for all questions of a file."""

    def __init__(self, path: Path, bank: QuestionBank, author: User | None) -> None:
        self.path, self.bank, self.author = path, bank, author
        self.existing = {
            question.reference: question
            for question in bank.questions.select_related("current_version").prefetch_related(
                "tagged_items__tag"
            )
        }
        self.competencies = CompetencyNames()
        self.tags = {tag.slug: tag for tag in QuestionTag.objects.all()}

    def load(self, row: dict[str, Any]) -> str:
        """Write one question; return "created", "changed" or "unchanged"."""
        question = self.existing.get(row["id"])
        outcome = "changed" if question else "created"
        question = question or Question(bank=self.bank, reference=row["id"])
        before = _state(question, _tags_of(question))
        try:
            wanted_tags = self._fill(question, row)
            question.full_clean(exclude=["bank", "current_version"])
        except (ValidationError, KeyError, ValueError, TypeError) as error:
            raise BankFileError(f"{self.path}: {row['id']}: {_reason(error)}") from error
        if before == _state(question, wanted_tags) and question.status != QuestionStatus.DRAFT:
            return "unchanged"
        question.save()
        question.tags.set([self._tag(name) for name in wanted_tags])
        question.save()
        if question.status != QuestionStatus.RETIRED:
            publish_question(question=question, author=self.author)
        return outcome

    def _fill(self, question: Question, row: dict[str, Any]) -> list[str]:
        """Set the question's fields; return the names of its tags."""
        if not row.get("text"):
            raise ValueError("'text' is missing")
        kind, content = content_of(row, _ids(self.bank.code, row["id"]))
        question.text = _html(row["text"])
        question.explanation = _html(row.get("explanation") or "")
        question.legal_basis = row.get("legal_basis") or ""
        question.valid_until = _date(row.get("valid_until"))
        question.difficulty = row.get("difficulty") or Difficulty.MEDIUM
        question.competency = self._competency(row.get("competency"))
        tags = row.get("tags") or []
        if not isinstance(tags, list):
            raise ValueError("'tags' must be a list")
        block = Question._meta.get_field("content").stream_block
        question.content = block.to_python([{"type": kind, "value": content, "id": kind}])
        return sorted({str(tag) for tag in tags})

    def _competency(self, name: Any) -> Competency | None:
        if not name:
            return None
        if (competency := self.competencies.find(str(name))) is None:
            raise ValueError(f"there is no competency '{name}'")
        return competency

    def _tag(self, name: Any) -> QuestionTag:
        slug = slugify(str(name), allow_unicode=True)
        if slug not in self.tags:
            self.tags[slug] = QuestionTag.objects.create(name=str(name), slug=slug)
        return self.tags[slug]


def _state(question: Question, tags: list[str]) -> tuple[Any, ...]:
    """Return what the file decides about a question, comparable before and after."""
    # As an object: PostgreSQL keeps the keys of JSON in an order of its own.
    content = json.loads(Question._meta.get_field("content").value_to_string(question))
    return (
        *(question.text, question.explanation, question.legal_basis, question.valid_until),
        *(question.difficulty, question.competency_id, content, tags),
    )


def _tags_of(question: Question) -> list[str]:
    return sorted(i.tag.name for i in question.tagged_items.all()) if question.pk else []


def _ids(bank_code: str, reference: str) -> Iterator[str]:
    """Return ids that are the same at every load of the same question."""
    index = 0
    while True:
        yield str(uuid.uuid5(uuid.NAMESPACE_URL, f"{bank_code}/{reference}/{index}"))
        index += 1


def _html(text: Any) -> str:
    paragraphs = [part.strip() for part in str(text).strip().split("\n\n") if part.strip()]
    return "".join(f"<p>{escape(part).replace(chr(10), '<br/>')}</p>" for part in paragraphs)


def _date(value: Any) -> dt.date | None:
    if value is None or isinstance(value, dt.date):
        return value
    return dt.date.fromisoformat(str(value))


def _reason(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"'{error.args[0]}' is missing"
    if isinstance(error, ValidationError):
        if hasattr(error, "error_dict"):
            return "; ".join(f"{k}: {' '.join(v)}" for k, v in error.message_dict.items())
        return " ".join(error.messages)
    return str(error)
