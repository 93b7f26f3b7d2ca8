"""The starter courses' question banks: YAML, one bank a file, loaded again and again."""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from assessments.banks.models import Question, QuestionBank, QuestionTag
from assessments.banks.publishing import publish_question
from assessments.formats.question_rows import read_question
from assessments.words import QuestionStatus
from courses.models import CataloguePage
from lms.accounts.models import User
from lms.competencies.models import Competency
from lms.competencies.naming import CompetencyNames
from lms.core.plain_yaml import Mapping, PlainYamlError, load_plain_yaml


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
    Questions missing from the file are left alone. Raises BankFileError with a line for each
    question that is wrong; nothing is loaded then.
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
    complaints = []
    for row in rows:
        try:
            counts[loader.load(row)] += 1
        except BankFileError as error:
            complaints.append(str(error))
    if complaints:
        raise BankFileError("\n".join(complaints))
    return LoadReport(bank=bank, **counts)


def _read(path: Path) -> dict[str, Any]:
    try:
        document = load_plain_yaml(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BankFileError(f"{path}: cannot be read ({error.strerror})") from error
    except (PlainYamlError, UnicodeDecodeError) as error:
        raise BankFileError(f"{path}: not valid YAML in UTF-8: {error}") from error
    if not isinstance(document, dict):
        raise BankFileError(f"{path}: expected the keys code, name and questions")
    for key in ("code", "name"):
        if not isinstance(document.get(key), str) or not document[key].strip():
            raise BankFileError(f"{path}: '{key}' is missing")
    if unknown := sorted(set(document) - {"code", "name", "questions"}):
        raise BankFileError(f"{path}: unknown key '{unknown[0]}'")
    if not isinstance(document.get("questions"), list):
        raise BankFileError(f"{path}: 'questions' must be a list")
    return document


def _question_rows(path: Path, document: dict[str, Any]) -> list[Mapping]:
    seen: set[str] = set()
    for number, row in enumerate(document["questions"], start=1):
        if not isinstance(row, Mapping) or not isinstance(row.get("id"), str):
            raise BankFileError(f"{path}: question number {number} has no 'id'")
        if row["id"] in seen:
            raise BankFileError(f"{path}, line {row.line}: {row['id']}: the id is used twice")
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

    def load(self, row: Mapping) -> str:
        """Write one question; return "created", "changed" or "unchanged"."""
        question = self.existing.get(row["id"])
        outcome = "changed" if question else "created"
        question = question or Question(bank=self.bank, reference=row["id"])
        before = _state(question, _tags_of(question))
        try:
            wanted_tags = self._fill(question, row)
            question.full_clean(exclude=["bank", "current_version"])
        except (ValidationError, ValueError) as error:
            place = f"{self.path}, line {row.line}: {row['id']}"
            raise BankFileError(f"{place}: {_reason(error)}") from error
        if before == _state(question, wanted_tags) and question.status != QuestionStatus.DRAFT:
            return "unchanged"
        question.save()
        question.tags.set([self._tag(name) for name in wanted_tags])
        question.save()
        if question.status != QuestionStatus.RETIRED:
            publish_question(question=question, author=self.author)
        return outcome

    def _fill(self, question: Question, row: Mapping) -> list[str]:
        """Set the question's fields; return the names of its tags."""
        read = read_question(row, _ids(self.bank.code, row["id"]))
        question.text = read.text
        question.explanation = read.explanation
        question.legal_basis = read.legal_basis
        question.valid_until = read.valid_until
        question.difficulty = read.difficulty
        question.competency = self._competency(read.competency)
        block = Question._meta.get_field("content").stream_block
        stream = [{"type": read.kind, "value": read.content, "id": read.kind}]
        question.content = block.to_python(stream)
        return read.tags

    def _competency(self, name: str) -> Competency | None:
        if not name:
            return None
        if (competency := self.competencies.find(name)) is None:
            raise ValueError(f"there is no competency '{name}'")
        return competency

    def _tag(self, name: str) -> QuestionTag:
        slug = slugify(name, allow_unicode=True)
        if slug not in self.tags:
            self.tags[slug] = QuestionTag.objects.create(name=name, slug=slug)
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


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        if hasattr(error, "error_dict"):
            return "; ".join(f"{k}: {' '.join(v)}" for k, v in error.message_dict.items())
        return " ".join(error.messages)
    return str(error)
