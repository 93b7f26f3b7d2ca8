"""Questions, papers and ledgers as every release has stored them: samples are kept and read."""

import json
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from assessments.attempts import ledger
from assessments.banks.content import CONTENT_VERSION, QuestionContent
from assessments.banks.publishing import publish_question
from assessments.marking.gradings import submit_attempt
from assessments.models import AnswerEvent, Attempt, Question, QuestionVersion
from assessments.papers.paper import PAPER_VERSION, Paper, Slot
from assessments.question_types import QUESTION_TYPES
from assessments.question_types.true_false import TrueFalse
from lms.core.frozen import NewerRecord
from tests.assessments.makers import answer_all, sample_body

SAMPLES = Path(__file__).parent / "frozen"


def stored(name: str) -> Any:
    return json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))


def shape(value: Any) -> Any:
    """Return which keys there are, without what stands there."""
    if isinstance(value, dict):
        return {key: shape(each) for key, each in value.items()}
    return shape(value[0]) if isinstance(value, list) and value else None


def without_versions(content: dict[str, Any]) -> dict[str, Any]:
    """Return the content of a question as it was stored before records had a version."""
    older = deepcopy(content)
    del older["version"], older["body"]["version"]
    return older


# --- Questions


@pytest.mark.parametrize("version", range(CONTENT_VERSION + 1))
def test_a_question_of_every_version_says_and_grades_what_it_did(version) -> None:
    rows = stored(f"content-{version}")
    assert len(rows) >= 6
    for row in rows:
        assert row["content"].get("version", 0) == version
        content = QuestionContent.from_json(row["kind"], row["content"])
        assert content.text == f"<p>Câu {row['kind']}?</p>"
        assert (content.explanation[:6], content.legal_basis[:6]) == ("<p>Vì ", "Điều 3")
        question_type = QUESTION_TYPES[row["kind"]]
        for answer, share in row["answers"]:
            assert question_type.check_answer(content.body, answer) == answer
            assert question_type.grade(content.body, answer) == Fraction(share)
        assert [answer for answer, share in row["answers"] if share == "1"]
        assert question_type.key_text(content.body)


def test_the_shape_of_a_stored_question_changes_only_with_its_version() -> None:
    for row in stored(f"content-{CONTENT_VERSION}"):
        question_type = QUESTION_TYPES[row["kind"]]
        content = QuestionContent(row["kind"], "", "", "", sample_body(question_type))
        written, kept = content.as_json(), row["content"]
        if written["body"]["version"] == kept["body"]["version"]:
            assert shape(written) == shape(kept)
        assert set(written) == set(kept)


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_a_sample_of_every_earlier_body_is_kept(kind) -> None:
    rows = [row for n in range(CONTENT_VERSION + 1) for row in stored(f"content-{n}")]
    kept = {row["content"]["body"].get("version", 0) for row in rows if row["kind"] == kind}
    assert kept >= set(range(1, QUESTION_TYPES[kind].body_version))


def test_a_field_that_is_added_has_its_default_in_the_oldest_question() -> None:
    @dataclass(frozen=True)
    class Later(QuestionContent):
        source: str = "không rõ"

    for row in stored("content-0"):
        later = Later.from_json(row["kind"], row["content"])
        assert (later.source, later.legal_basis[:6]) == ("không rõ", "Điều 3")


class LaterTrueFalse(TrueFalse):
    body_version = 2

    def read_body(self, stored: Any) -> dict[str, Any]:
        return {"certain": False, **super().read_body(stored)}


@pytest.mark.parametrize("version", range(CONTENT_VERSION + 1))
def test_a_kind_whose_bodies_have_grown_reads_the_older_ones(version, monkeypatch) -> None:
    monkeypatch.setitem(QUESTION_TYPES, "true_false", LaterTrueFalse())
    (row,) = [each for each in stored(f"content-{version}") if each["kind"] == "true_false"]
    content = QuestionContent.from_json("true_false", row["content"])
    assert content.body == {"certain": False, "answer": "true", "feedback": "Xem lại Điều 3."}
    assert content.as_json()["body"]["version"] == 2


def test_a_question_of_a_later_release_is_refused() -> None:
    row = stored(f"content-{CONTENT_VERSION}")[0]
    with pytest.raises(NewerRecord, match="a question is stored in version 9"):
        QuestionContent.from_json(row["kind"], {**row["content"], "version": 9})
    body = {**row["content"]["body"], "version": 9}
    with pytest.raises(NewerRecord, match=row["kind"]):
        QuestionContent.from_json(row["kind"], {**row["content"], "body": body})


def test_publishing_what_an_earlier_release_stored_makes_no_version(quizzed) -> None:
    for question in quizzed.questions:
        version = question.current_version
        assert (version.content["version"], version.content["body"]["version"]) == (1, 1)
        older = QuestionVersion.objects.filter(pk=version.pk)
        older.update(content=without_versions(version.content))
        fresh = Question.objects.get(pk=question.pk)
        assert publish_question(question=fresh).number == 1

        fresh.text = "<p>Câu đã sửa?</p>"
        fresh.save()
        edited = publish_question(question=fresh)
        assert (edited.number, edited.content["version"]) == (2, CONTENT_VERSION)


# --- Papers


@pytest.mark.parametrize("version", range(PAPER_VERSION + 1))
def test_a_paper_of_every_version_is_the_same_paper(version) -> None:
    kept = stored(f"paper-{version}")
    assert kept.get("version", 0) == version
    options = ("00000002", "00000001", "00000003")
    assert Paper.from_json(kept) == Paper(
        (Slot(1, 17, Decimal("1.00")), Slot(2, 4, Decimal("0.50"), options))
    )


def test_the_shape_of_a_stored_paper_changes_only_with_its_version() -> None:
    kept = stored(f"paper-{PAPER_VERSION}")
    assert Paper.from_json(kept).as_json() == kept


def test_a_field_that_is_added_has_its_default_in_the_oldest_paper() -> None:
    @dataclass(frozen=True)
    class LaterSlot(Slot):
        section: int = 1

    @dataclass(frozen=True)
    class LaterPaper(Paper):
        seed: str = ""

    kept = stored("paper-0")
    assert LaterPaper.from_json(kept).seed == ""
    assert [LaterSlot.from_json(each).section for each in kept["slots"]] == [1, 1]


def test_a_paper_of_a_later_release_is_refused() -> None:
    kept = {**stored(f"paper-{PAPER_VERSION}"), "version": PAPER_VERSION + 1}
    with pytest.raises(NewerRecord, match="the paper of an attempt"):
        Paper.from_json(kept)


# --- Attempts


def test_an_attempt_stored_by_an_earlier_release_is_gone_on_with_and_graded(
    quizzed, signed_in
) -> None:
    attempt = quizzed.start()
    slots = attempt.paper["slots"]
    Attempt.objects.filter(pk=attempt.pk).update(paper={"slots": slots}, deadline=None)
    for version in QuestionVersion.objects.all():
        older = QuestionVersion.objects.filter(pk=version.pk)
        older.update(content=without_versions(version.content))
    attempt = Attempt.objects.get(pk=attempt.pk)
    lan = signed_in(quizzed.cast.lan)

    assert "Câu matching?" in lan.get(reverse("attempt", args=[attempt.pk])).content.decode()
    answer_all(attempt)
    assert submit_attempt(attempt=attempt).fraction == 1
    result = lan.get(reverse("attempt_result", args=[attempt.pk]))
    assert result.status_code == 200
    attempt.refresh_from_db()
    assert attempt.paper == {"slots": slots}
    assert ledger.verify(attempt).intact


def test_a_ledger_of_an_earlier_release_still_fits_its_hashes(quizzed) -> None:
    kept, attempt = stored("ledger-0"), quizzed.start()
    Attempt.objects.filter(pk=attempt.pk).delete()
    attempt.pk = kept["attempt"]
    attempt.save(force_insert=True)
    for entry in kept["entries"]:
        at = datetime.fromisoformat(entry["answered_at"])
        AnswerEvent.objects.create(attempt_id=attempt.pk, **{**entry, "answered_at": at})
    import_module("assessments.migrations.0010_ends_of_ledgers").keep_ends(
        apps, SimpleNamespace(connection=connection)
    )
    attempt = Attempt.objects.get(pk=kept["attempt"])

    assert ledger.verify(attempt) == ledger.LedgerCheck(len(kept["entries"]))
    assert len(kept["entries"]) > 12
    AnswerEvent.objects.filter(attempt=attempt, sequence=3).update(answer="00000001")
    assert ledger.verify(attempt).broken_at == 3
