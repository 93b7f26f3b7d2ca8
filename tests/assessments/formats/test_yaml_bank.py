"""Loading a bank file: idempotent, exact about what is wrong, all or nothing."""

from pathlib import Path

import pytest

from assessments.formats.yaml_bank import BankFileError
from assessments.models import Question, QuestionBank, QuestionVersion
from assessments.question_types import QUESTION_TYPES
from assessments.words import QuestionStatus
from lms.competencies.models import Competency, Framework
from tests.assessments.formats.loading import load_bank

STARTER = Path(__file__).parents[3] / "courses" / "starter"
QUESTIONS = """
  - id: B-1
    kind: single_choice
    tags: [m1, luật]
    difficulty: easy
    competency: CT01
    text: Nền tảng nào chia sẻ dữ liệu <cấp tỉnh>?
    options:
      - {text: LGSP, correct: true}
      - {text: NDXP, feedback: Đó là nền tảng quốc gia.}
    explanation: LGSP là nền tảng của tỉnh.
    legal_basis: Nghị định 47/2020/NĐ-CP
    valid_until: 2027-06-30
  - id: B-2
    kind: multiple_choice
    text: Chọn các nền tảng.
    options: [{text: A, correct: true}, {text: B, correct: true}, {text: C}]
  - {id: B-3, kind: true_false, text: "Đúng hay sai?", answer: false}
  - {id: B-4, kind: short_text, text: "Viết tắt?", accepted: [NDXP], fold_diacritics: true}
  - {id: B-5, kind: numeric, text: "Bao nhiêu?", answer: 46.4, tolerance: 0.05, unit: "%"}
  - id: B-6
    kind: matching
    text: Ghép.
    pairs: [{left: a, right: "1"}, {left: b, right: "2"}]
    distractors: ["3"]
"""


@pytest.fixture
def competency(db) -> Competency:
    framework = Framework.objects.create(code="CT", version="2026", name="Khung")
    return Competency.objects.create(framework=framework, code="CT01", name="Tư duy số")


@pytest.fixture
def write(tmp_path):
    def write(questions: str = QUESTIONS, head: str = "code: B\nname: Ngân hàng\n") -> Path:
        path = tmp_path / "bank.yaml"
        path.write_text(f"{head}questions:\n{questions}", encoding="utf-8")
        return path

    return write


def test_a_bank_file_becomes_ready_questions_of_every_kind(cast, competency, write) -> None:
    report = load_bank(write(), catalogue=cast.site.catalogue, author=cast.trainer)

    assert (report.created, report.changed, report.unchanged, report.total) == (6, 0, 0, 6)
    assert {q.kind for q in Question.objects.all()} == set(QUESTION_TYPES)
    assert Question.objects.drawable().count() == 6
    first = Question.objects.get(reference="B-1")
    assert first.competency == competency
    assert sorted(tag.name for tag in first.tags.all()) == ["luật", "m1"]
    version = first.current_version
    assert version is not None
    assert version.content["text"] == ("<p>Nền tảng nào chia sẻ dữ liệu &lt;cấp tỉnh&gt;?</p>")
    assert first.plain_text == "Nền tảng nào chia sẻ dữ liệu <cấp tỉnh>?"
    assert version.created_by == cast.trainer
    numeric = QuestionVersion.objects.get(question__reference="B-5")
    assert numeric.frozen.body == {"answer": "46.4", "tolerance": "0.05", "unit": "%"}


def test_loading_again_changes_nothing_and_makes_no_version(cast, competency, write) -> None:
    load_bank(write(), catalogue=cast.site.catalogue)
    before = list(QuestionVersion.objects.values_list("pk", "content"))

    report = load_bank(write(), catalogue=cast.site.catalogue)

    assert (report.created, report.changed, report.unchanged) == (0, 0, 6)
    assert list(QuestionVersion.objects.values_list("pk", "content")) == before


def test_a_changed_question_gets_a_version_with_the_same_option_ids(
    cast, competency, write
) -> None:
    load_bank(write(), catalogue=cast.site.catalogue)

    report = load_bank(
        write(QUESTIONS.replace("LGSP, correct", "LGSP của tỉnh, correct")),
        catalogue=cast.site.catalogue,
    )

    assert (report.changed, report.unchanged) == (1, 5)
    new, old = Question.objects.get(reference="B-1").versions.all()
    assert (new.number, old.number) == (2, 1)
    ids = [[o["id"] for o in v.content["body"]["options"]] for v in (new, old)]
    assert ids[0] == ids[1]
    assert old.content["body"]["options"][0]["text"] == "LGSP"


def test_changed_tags_alone_make_no_version(cast, competency, write) -> None:
    load_bank(write(), catalogue=cast.site.catalogue)

    report = load_bank(write(QUESTIONS.replace("m1, luật", "m2")), catalogue=cast.site.catalogue)

    question = Question.objects.get(reference="B-1")
    assert report.changed == 1
    assert [tag.name for tag in question.tags.all()] == ["m2"]
    assert question.versions.count() == 1


def test_a_retired_question_stays_retired(cast, competency, write) -> None:
    load_bank(write(), catalogue=cast.site.catalogue)
    Question.objects.filter(reference="B-3").update(status=QuestionStatus.RETIRED)

    load_bank(
        write(QUESTIONS.replace("answer: false", "answer: true")), catalogue=cast.site.catalogue
    )

    question = Question.objects.get(reference="B-3")
    assert question.status == QuestionStatus.RETIRED
    assert question.versions.count() == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("{id: X-1, kind: essay, text: t}", "X-1: unknown kind 'essay'"),
        ("{id: X-1, kind: true_false, answer: true}", "X-1: 'text' is missing"),
        ("{id: X-1, kind: true_false, text: t}", "X-1: 'answer' is missing"),
        ("{id: X-1, kind: true_false, text: t, answer: 'đúng'}", "X-1: 'answer' must be true or"),
        ("{id: X-1, kind: numeric, text: t, answer: .nan}", "X-1: 'answer' must be a number"),
        ("{id: X-1, kind: numeric, text: t, answer: .inf}", "X-1: 'answer' must be a number"),
        ("{id: X-1, kind: numeric, text: t, answer: 1, tolerance: -1}", "X-1: "),
        ("{id: X-1, kind: short_text, text: t, accepted: [true]}", "put True in quotes"),
        ("{id: X-1, kind: short_text, text: true, accepted: [a]}", "'text' must be a text: put"),
        ("{id: X-1, kind: true_false, text: t, answer: yes}", "'answer' must be true or false"),
        ("{id: X-1, kind: true_false, text: t, answer: 'true'}", "'answer' must be true or false"),
        ("{id: X-1, kind: numeric, text: t, answer: 1:30}", "'answer' must be a number"),
        ("{id: X-1, kind: numeric, text: t, answer: 1_000}", "'answer' must be a number"),
        ("{id: X-1, kind: numeric, text: t, answer: true}", "'answer' must be a number"),
        ("{id: X-1, kind: numeric, text: t, answer: 1, unit: ['%']}", "'unit' must be a text"),
        (
            "{id: X-1, kind: single_choice, text: t, options: [{text: a, correct: 'yes'}]}",
            "X-1: 'options', entry 1: 'correct' must be true or false",
        ),
        (
            "{id: X-1, kind: multiple_choice, text: t, options: [{text: a}, {text: b, corect: 1}]}",
            "X-1: 'options', entry 2: unknown key 'corect'",
        ),
        (
            "{id: X-1, kind: single_choice, text: t, options: [a, b]}",
            "'options', entry 1: keys and values are expected, not 'a'",
        ),
        ("{id: X-1, kind: single_choice, text: t, options: [], unit: m}", "unknown key 'unit'"),
        ("{id: X-1, kind: true_false, text: t, answer: true, tags: m1}", "'tags' must be a list"),
        (
            "{id: X-1, kind: true_false, text: t, text: u, answer: true}",
            "line 29: the key 'text' is given twice",
        ),
        ("{id: X-1, kind: short_text, text: t, accepted: a}", "X-1: 'accepted' must be a list"),
        ("{id: X-1, kind: single_choice, text: t, options: [{text: a}, {text: b}]}", "X-1: "),
        ("{id: X-1, kind: true_false, text: t, answer: true, competency: CT99}", "no competency"),
        ("{id: X-1, kind: true_false, text: t, answer: true, difficulty: brutal}", "X-1: "),
        ("{id: X-1, kind: true_false, text: t, answer: true, colour: red}", "unknown key 'colour'"),
        ("{id: X-1, kind: true_false, text: t, answer: true, valid_until: soon}", "X-1: "),
        ("{id: X-1, kind: matching, text: t, pairs: [{left: a}, {left: b}]}", "'right' is missing"),
        ("{kind: true_false, text: t, answer: true}", "question number 7 has no 'id'"),
    ],
)
def test_a_wrong_question_is_named_and_nothing_is_loaded(
    cast, competency, write, wrong, says
) -> None:
    path = write(f"{QUESTIONS}  - {wrong}\n")

    with pytest.raises(BankFileError) as refused:
        load_bank(path, catalogue=cast.site.catalogue)

    assert str(refused.value).startswith(str(path))
    assert says in str(refused.value)
    assert not QuestionBank.objects.exists()
    assert not Question.objects.exists()


def test_text_stays_as_it_was_written(cast, competency, write) -> None:
    """YAML 1.1 would read 750, 7, 1.5 and False."""
    row = "{id: 007, kind: short_text, text: 'Mấy giờ?', accepted: [12:30, 1.50, no], tags: [no]}"
    load_bank(write(f"  - {row}\n"), catalogue=cast.site.catalogue)
    question = Question.objects.get()
    assert question.reference == "007"
    assert [tag.name for tag in question.tags.all()] == ["no"]
    assert question.versions.get().frozen.body["accepted"] == ["12:30", "1.50", "no"]


def test_a_refusal_names_the_line_and_the_question(cast, competency, write) -> None:
    row = "id: X-1\n    kind: true_false\n    text: t\n    answer: maybe\n"
    path = write(f"{QUESTIONS}  - {row}")
    with pytest.raises(BankFileError) as refused:
        load_bank(path, catalogue=cast.site.catalogue)
    line = path.read_text(encoding="utf-8").splitlines().index("  - id: X-1") + 1
    assert str(refused.value).startswith(f"{path}, line {line}: X-1: 'answer' must be")


def test_an_id_used_twice_is_refused(cast, competency, write) -> None:
    with pytest.raises(BankFileError, match="B-3: the id is used twice"):
        load_bank(write(QUESTIONS.replace("B-4", "B-3")), catalogue=cast.site.catalogue)


@pytest.mark.parametrize(
    "text", ["", "[]", "code: B\nname: N\n", "name: N\nquestions: []", "a: [", "\x00"]
)
def test_a_file_that_is_no_bank_is_refused_by_name(cast, tmp_path, text) -> None:
    path = tmp_path / "bank.yaml"
    path.write_text(text)
    with pytest.raises(BankFileError, match=r"bank\.yaml"):
        load_bank(path, catalogue=cast.site.catalogue)
    with pytest.raises(BankFileError, match=r"missing\.yaml"):
        load_bank(tmp_path / "missing.yaml", catalogue=cast.site.catalogue)


@pytest.mark.parametrize("path", sorted(STARTER.glob("*/bank.yaml")), ids=lambda p: p.parent.name)
def test_the_shipped_banks_load_and_load_again_without_change(cast, path) -> None:
    for code in ("CT", "TT02"):
        framework = Framework.objects.create(code=code, version="1", name=code)
        codes = [f"CT{n:02d}" for n in range(1, 13)]
        if code == "TT02":
            codes = [f"{domain}.{n}" for domain in range(1, 7) for n in range(1, 7)]
        Competency.objects.bulk_create(
            Competency(framework=framework, code=each, name=each) for each in codes
        )

    first = load_bank(path, catalogue=cast.site.catalogue)
    again = load_bank(path, catalogue=cast.site.catalogue)

    assert first.created >= 40
    assert (again.created, again.changed) == (0, 0)
    for version in QuestionVersion.objects.filter(current_of__isnull=False):
        assert QUESTION_TYPES[version.kind].key_text(version.frozen.body)
