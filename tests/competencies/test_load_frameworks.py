"""Frameworks come from files: complete, repeatable, never deleting, and complaining precisely."""

import datetime as dt
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from lms.agencies.models import Position
from lms.competencies.framework_files import InvalidFile, read_framework, read_required_levels
from lms.competencies.models import Competency, Framework, ProficiencyLevel, RequiredLevel

pytestmark = pytest.mark.usefixtures("in_english")

SMALL = """
code: CT
version: "1"
name: {vi: Khung, en: Framework}
source: {vi: Nguồn, en: Source}
licence: {vi: Giấy phép, en: Licence}
levels:
  - {number: 1, name: {vi: Một, en: One}, description: {vi: M, en: O}}
competencies:
  - code: CT01
    name: {vi: A, en: A}
    description: {vi: A, en: A}
"""


def load(**options: object) -> str:
    output = StringIO()
    call_command("load_frameworks", stdout=output, **options)
    return output.getvalue()


def counts() -> list[int]:
    models = (Framework, ProficiencyLevel, Competency, RequiredLevel)
    return [model.objects.count() for model in models]


def test_the_shipped_frameworks_are_complete_in_both_languages(db):
    load()
    ct, tt02 = Framework.objects.get(code="CT"), Framework.objects.get(code="TT02")
    assert ct.competencies.count() == 12
    assert ct.levels.count() == 5
    assert tt02.competencies.filter(parent__isnull=True).count() == 6
    assert tt02.competencies.filter(parent__isnull=False).count() == 24
    assert tt02.levels.count() == 8
    assert not Competency.objects.filter(name_en="").exists()
    assert not Competency.objects.filter(description_en="").exists()
    in_order = list(tt02.competencies.values_list("code", flat=True)[:5])
    assert in_order == ["1", "1.1", "1.2", "1.3", "2"]


def test_codes_stay_the_text_that_is_written(tmp_path):
    path = tmp_path / "ct.yaml"
    text = SMALL.replace('version: "1"', "version: 2026.10").replace("code: CT01", "code: 1.10")
    path.write_text(text.replace("vi: Một", "vi: no"), encoding="utf-8")
    framework = read_framework(path)
    assert framework.version == "2026.10"
    assert framework.competencies[0].code == "1.10"
    assert framework.levels[0].name.vi == "no"


def test_loading_again_changes_nothing(db):
    Position.objects.create(code="cv-cntt", name="Chuyên viên CNTT")
    load()
    before = counts()
    load()
    assert counts() == before


def test_a_correction_in_the_file_arrives_and_what_is_gone_from_it_stays(db, tmp_path):
    path = tmp_path / "ct.yaml"
    path.write_text(SMALL, encoding="utf-8")
    load(folder=tmp_path)
    path.write_text(
        SMALL.replace("CT01", "CT02").replace("vi: Khung", "vi: Khung sửa"), encoding="utf-8"
    )
    load(folder=tmp_path)
    assert Framework.objects.get().name == "Khung sửa"
    assert set(Competency.objects.values_list("code", flat=True)) == {"CT01", "CT02"}


def test_required_levels_come_for_positions_that_exist_and_later_for_new_ones(db):
    Position.objects.create(code="cv-cntt", name="Chuyên viên CNTT")
    output = load()
    assert RequiredLevel.objects.count() == 12
    assert "van-thu" in output
    assert set(RequiredLevel.objects.values_list("valid_from", flat=True)) == {dt.date(2026, 1, 1)}
    Position.objects.create(code="van-thu", name="Văn thư")
    load()
    assert RequiredLevel.objects.filter(position__code="van-thu").count() == 5


def test_required_levels_that_an_agency_changed_stay_as_they_are(db):
    Position.objects.create(code="cv-cntt", name="Chuyên viên CNTT")
    load()
    row = RequiredLevel.objects.get(competency__code="CT01")
    row.level = ProficiencyLevel.objects.get(framework__code="CT", number=5)
    row.save()
    load()
    assert RequiredLevel.objects.get(competency__code="CT01").level.number == 5


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('version: "1"', "version: true", "ct.yaml: version must be a text"),
        ("name: {vi: Khung, en: Framework}", "name: {vi: Khung}", "ct.yaml: name.en is missing"),
        ("number: 1", "number: one", "ct.yaml: levels[0].number must be a whole number"),
        ("name: {vi: A, en: A}", "name: {vi: '', en: A}", "competencies[0].name.vi must be"),
        ("code: CT\n", "", "ct.yaml: code is missing"),
        ("number: 1", "number: 007", "ct.yaml: levels[0].number must be a whole number"),
        ("licence:", "sources: x\nlicence:", "ct.yaml: sources is no key that is known here"),
        ("en: One}", "en: One, fr: Un}", "levels[0].name.fr is no key"),
        ("code: CT\n", "code: CT\ncode: X\n", "line 3: the key 'code' is given twice"),
        ("competencies:", "competencies: []\nx:", "must not be empty"),
        ("levels:", "levels: no\nx:", "ct.yaml: levels must be a list"),
        ("code: CT\n", "code: [\n", "ct.yaml: is not valid YAML"),
        (
            "description: {vi: A, en: A}",
            "description: {vi: A, en: A}\n  - {}",
            "[1].code is missing",
        ),
    ],
)
def test_a_mistake_is_named_by_file_and_place(tmp_path, old, new, complaint):
    path = tmp_path / "ct.yaml"
    path.write_text(SMALL.replace(old, new), encoding="utf-8")
    with pytest.raises(InvalidFile) as caught:
        read_framework(path)
    assert complaint in str(caught.value)


def test_a_competency_given_twice_is_refused(tmp_path):
    path = tmp_path / "ct.yaml"
    twice = SMALL + "  - {code: CT01, name: {vi: B, en: B}, description: {vi: B, en: B}}\n"
    path.write_text(twice, encoding="utf-8")
    with pytest.raises(InvalidFile, match="CT01 is given twice"):
        read_framework(path)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("- position: a\n  levels: {CT01: x}", r"\[0\].levels.CT01 must be a whole number"),
        ("- position: a", r"\[0\].levels is missing"),
        ("- levels: {CT01: 1}", r"\[0\].position is missing"),
        ("position: a", "a list of positions is expected"),
    ],
)
def test_a_mistake_in_required_levels_is_named(tmp_path, text, complaint):
    path = tmp_path / "required_levels.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidFile, match=complaint):
        read_required_levels(path)


def test_nothing_is_half_loaded(db, tmp_path):
    (tmp_path / "ct.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "required_levels.yaml").write_text("- {position: a, levels: {CT99: 1}}")
    with pytest.raises(CommandError, match="CT99 is not in CT"):
        load(folder=tmp_path)
    assert counts() == [0, 0, 0, 0]
    (tmp_path / "required_levels.yaml").write_text("- {position: a, levels: {CT01: 9}}")
    with pytest.raises(CommandError, match="no level 9"):
        load(folder=tmp_path)


def test_a_folder_that_does_not_exist_is_named(db):
    with pytest.raises(CommandError, match="no such folder"):
        load(folder=Path("/nowhere/at/all"))
