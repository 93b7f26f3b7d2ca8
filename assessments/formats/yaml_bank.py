"""Question banks as files: YAML, one bank a file, loaded again and again."""

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from assessments.banks.content import QuestionContent
from assessments.banks.models import Question, QuestionBank, QuestionTag
from assessments.banks.publishing import frozen_content
from assessments.formats.question_rows import read_question
from assessments.words import QuestionStatus
from courses.models import CataloguePage
from lms.accounts.models import User
from lms.competencies.models import Competency
from lms.competencies.naming import CompetencyNames
from lms.core.html import canonical
from lms.core.plain_yaml import Mapping, PlainYamlError, load_plain_yaml


class BankFileError(ValueError):
    """The file cannot be loaded; the message names the file and the question."""


@dataclass(frozen=True)
class PlannedQuestion:
    """A question as it is to be, not saved; `before` is what a changed one held."""

    question: Question
    outcome: str  # created, changed or unchanged
    tags: list[str]
    status: str
    before: QuestionContent | None


@dataclass
class BankPlan:
    """What loading a file would do to a bank, which has no number while it is not there."""

    bank: QuestionBank
    is_new: bool
    is_renamed: bool
    questions: list[PlannedQuestion]

    def count(self, outcome: str) -> int:
        return sum(planned.outcome == outcome for planned in self.questions)

    def drawable(self, tags: set[str]) -> int:
        """Count the questions with all these tags that are not retired."""
        planned = [p for p in self.questions if p.status != QuestionStatus.RETIRED]
        known = {p.question.pk for p in self.questions if p.question.pk}
        others = 0
        if self.bank.pk:
            rows = self.bank.questions.exclude(pk__in=known)
            for tag in tags:
                rows = rows.filter(tags__name=tag)
            others = rows.exclude(status=QuestionStatus.RETIRED).distinct().count()
        return others + sum(tags <= set(p.tags) for p in planned)

    def named(self) -> Iterator[tuple[Question, str]]:
        """Return the questions of the bank and of the file, with their names in files."""
        planned = {p.question.pk for p in self.questions}
        for question in (p.question for p in self.questions):
            yield question, self.names.get(question.pk, question.reference)
        for question in self.bank.questions.all() if self.bank.pk else ():
            if question.pk not in planned:
                yield question, self.names[question.pk]

    @cached_property
    def names(self) -> dict[int, str]:
        """The names in files of the questions that were there."""
        return references_of(list(self.bank.questions.all())) if self.bank.pk else {}


class Publish(Protocol):
    """Makes a saved question ready; `before` is what a changed one held."""

    def __call__(self, question: Question, before: QuestionContent | None) -> object: ...


def plan_bank(
    path: Path,
    *,
    catalogue: CataloguePage,
    banks: QuerySet[QuestionBank] | None = None,
    new_are_drafts: bool = False,
) -> BankPlan:
    """Return what loading a file would do; nothing is written.

    Questions are known by bank code and id. A bank that exists stays in its catalogue, a question
    that was retired stays retired, and one that the file lacks is left alone.
    `banks` are those that may be changed, or all. `new_are_drafts`: quizzes that draw from a bank
    which exists do not draw what is added. Raises BankFileError with a line for each mistake.
    """
    document = _read(path)
    rows = _question_rows(path, document)
    name, code = document["name"], document["code"]
    bank = QuestionBank.objects.filter(code=code).first()
    is_new = bank is None
    if bank is None:
        bank = QuestionBank(code=code, name=name, catalogue=catalogue)
        try:
            bank.full_clean(exclude=["catalogue"])
        except ValidationError as error:
            raise BankFileError(f"{path}: {_reason(error)}") from error
    elif banks is not None and not banks.filter(pk=bank.pk).exists():
        said = _("a bank of another catalogue has the code %(code)s: choose another code")
        raise BankFileError(f"{path}: {said % {'code': code}}")
    is_renamed = bank.name != name
    bank.name = name
    planner = _Planner(path, bank, new_are_drafts=new_are_drafts and not is_new)
    questions, complaints = [], []
    for row in rows:
        try:
            questions.append(planner.plan(row))
        except BankFileError as error:
            complaints.append(str(error))
    if complaints:
        raise BankFileError("\n".join(complaints))
    plan = BankPlan(bank, is_new, is_renamed, questions)
    # Some are made of the content, which is about to change.
    plan.names  # noqa: B018
    return plan


def save_bank(plan: BankPlan, by: User | None = None) -> None:
    if plan.is_new or plan.is_renamed:
        plan.bank.save()
        _record(plan.bank, by, is_new=plan.is_new)


@transaction.atomic
def save_question(
    bank: QuestionBank, planned: PlannedQuestion, *, publish: Publish, by: User | None = None
) -> None:
    """Write one question as planned, and make it ready if it is to be."""
    question = planned.question
    if planned.outcome == "unchanged":
        return
    question.bank = bank
    if planned.status == QuestionStatus.RETIRED:
        question.status = QuestionStatus.RETIRED
    question.save()
    question.tags.set([_tag(name) for name in planned.tags])
    question.save()
    if planned.status == QuestionStatus.READY:
        publish(question, planned.before)
    _record(question, by, is_new=planned.outcome == "created")


def _record(instance: Model, by: User | None, *, is_new: bool) -> None:
    if by is not None:
        log(instance=instance, action="wagtail.create" if is_new else "wagtail.edit", user=by)


def _tag(name: str) -> QuestionTag:
    slug = slugify(name, allow_unicode=True)
    return QuestionTag.objects.get_or_create(slug=slug, defaults={"name": name})[0]


def _read(path: Path) -> dict[str, Any]:
    try:
        document = load_plain_yaml(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        said = _("cannot be read (%(reason)s)") % {"reason": error.strerror}
        raise BankFileError(f"{path}: {said}") from error
    except (PlainYamlError, UnicodeDecodeError) as error:
        said = _("not valid YAML in UTF-8: %(reason)s") % {"reason": error}
        raise BankFileError(f"{path}: {said}") from error
    if not isinstance(document, dict):
        raise BankFileError(f"{path}: {_('expected the keys code, name and questions')}")
    for key in ("code", "name"):
        if not isinstance(document.get(key), str) or not document[key].strip():
            raise BankFileError(f"{path}: {_('%(key)s is missing') % {'key': key}}")
    if unknown := sorted(set(document) - {"code", "name", "questions"}):
        raise BankFileError(f"{path}: {_('unknown key: %(key)s') % {'key': unknown[0]}}")
    if not isinstance(document.get("questions"), list):
        raise BankFileError(f"{path}: {_('%(key)s must be a list') % {'key': 'questions'}}")
    return document


def _question_rows(path: Path, document: dict[str, Any]) -> list[Mapping]:
    seen: set[str] = set()
    for number, row in enumerate(document["questions"], start=1):
        if not isinstance(row, Mapping) or not isinstance(row.get("id"), str):
            said = _("question number %(number)d has no 'id'") % {"number": number}
            raise BankFileError(f"{path}: {said}")
        if row["id"] in seen:
            place = _("%(path)s, line %(line)d") % {"path": path, "line": row.line}
            raise BankFileError(f"{place}: {row['id']}: {_('the id is used twice')}")
        seen.add(row["id"])
    return document["questions"]


class _Planner:
    """Holds what is looked up once for all questions of a file."""

    def __init__(self, path: Path, bank: QuestionBank, *, new_are_drafts: bool) -> None:
        self.path, self.bank, self.new_are_drafts = path, bank, new_are_drafts
        rows: list[Question] = []
        if bank.pk:
            held = bank.questions.select_related("current_version")
            rows = list(held.prefetch_related("tagged_items__tag"))
        names = references_of(rows)
        self.existing = {names[question.pk]: question for question in rows}
        self.competencies = CompetencyNames()

    def plan(self, row: Mapping) -> PlannedQuestion:
        question = self.existing.get(row["id"])
        outcome = "changed" if question else "created"
        was = question.status if question else None
        before = frozen_content(question) if question and question.content else None
        question = question or Question(bank=self.bank, reference=row["id"])
        state = _state(question, _tags_of(question))
        try:
            tags, status = self._fill(question, row)
            question.full_clean(exclude=["bank", "current_version"])
        except (ValidationError, ValueError) as error:
            place = _("%(path)s, line %(line)d") % {"path": self.path, "line": row.line}
            raise BankFileError(f"{place}: {row['id']}: {_reason(error)}") from error
        wanted = self._status(was, status)
        if outcome == "changed" and state == _state(question, tags) and was == wanted:
            outcome = "unchanged"
        return PlannedQuestion(question, outcome, tags, wanted, before)

    def _status(self, was: str | None, said: str) -> str:
        """Return the status that a question gets: what was ready or retired stays so."""
        if was == QuestionStatus.RETIRED or said == QuestionStatus.RETIRED:
            return QuestionStatus.RETIRED
        if was == QuestionStatus.READY:
            return QuestionStatus.READY
        if self.new_are_drafts:
            return QuestionStatus.DRAFT
        return said or QuestionStatus.READY

    def _fill(self, question: Question, row: Mapping) -> tuple[list[str], str]:
        """Set the question's fields; return the names of its tags, and its status in the file."""
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
        return read.tags, read.status

    def _competency(self, name: str) -> Competency | None:
        if not name:
            return None
        if (competency := self.competencies.find(name)) is None:
            raise ValueError(_("there is no competency '%(name)s'") % {"name": name})
        return competency


def references_of(questions: Iterable[Question]) -> dict[int, str]:
    """Return the name of each question in a file: its reference, or one made of its content."""
    names: dict[int, str] = {}
    taken = {question.reference for question in questions}
    for question in questions:
        name = question.reference
        if not name:
            content = json.dumps([canonical(question.text), _content_of(question)])
            base = name = f"q-{hashlib.sha256(content.encode()).hexdigest()[:12]}"
            number = 1
            while name in taken:
                number += 1
                name = f"{base}-{number}"
            taken.add(name)
        names[question.pk] = name
    return names


def _content_of(question: Question) -> Any:
    """Return the answers without the ids of their parts, which every site makes anew."""
    # As an object: PostgreSQL keeps the keys of JSON in an order of its own.
    return _without_ids(json.loads(Question._meta.get_field("content").value_to_string(question)))


def _without_ids(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_ids(each) for each in value]
    if isinstance(value, dict):
        return {key: _without_ids(value[key]) for key in sorted(value) if key != "id"}
    return value


def _state(question: Question, tags: list[str]) -> tuple[Any, ...]:
    """Return what the file decides about a question, comparable before and after."""
    return (
        *(canonical(question.text), canonical(question.explanation), question.legal_basis),
        *(question.valid_until, question.difficulty, question.competency_id),
        *(_content_of(question), tags),
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
