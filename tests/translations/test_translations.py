"""The checks of the catalogues find what they are for."""

from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from lms.translations import packages
from lms.translations.checking import catalogue_problems, entry_problems
from lms.translations.clashes import clashes
from lms.translations.extraction import package_folder
from lms.translations.glossary import Term, glossary_problems, read_glossary
from lms.translations.management.commands import update_translations
from lms.translations.packages import CATALOGUES, Catalogue

# Allauth's catalogue still lists it, its source does not.
GONE = {"Forgot Password?"}


def entry(msgid: str, msgstr: str = "", **fields: object) -> polib.POEntry:
    return polib.POEntry(msgid=msgid, msgstr=msgstr, **fields)


def catalogue(*entries: polib.POEntry) -> polib.POFile:
    file = polib.POFile()
    file.extend(entries)
    return file


def test_a_string_the_catalogue_lacks_is_missing():
    assert list(catalogue_problems(catalogue(entry("Save")), catalogue())) == ["missing: 'Save'"]


def test_a_string_the_source_no_longer_has_is_named():
    problems = list(catalogue_problems(catalogue(), catalogue(entry("Save", "Lưu"))))
    assert problems == ["no longer in the source: 'Save'"]


@pytest.mark.parametrize(
    ("translated", "problem"),
    [
        (entry("Save"), "untranslated"),
        (entry("Save", "Lưu", flags=["fuzzy"]), "fuzzy"),
        (entry("Hello %(name)s", "Xin chào"), "placeholders differ"),
        (entry("Hello", "Xin chào %(name)s"), "placeholders differ"),
        (entry("%d of %s", "%s trên"), "placeholders differ"),
        (entry("{count} pages", "trang"), "placeholders differ"),
        (entry("<b>Go</b>", "Đi"), "tags differ"),
        (
            entry("%(n)s page", msgid_plural="%(n)s pages", msgstr_plural={0: "trang"}),
            "placeholders differ",
        ),
        (entry("A page", msgid_plural="%(n)s pages", msgstr_plural={0: ""}), "untranslated"),
    ],
)
def test_what_is_wrong_with_an_entry_is_found(translated, problem):
    assert any(found.startswith(problem) for found in entry_problems(translated))


@pytest.mark.parametrize(
    "translated",
    [
        entry("<b>%(name)s</b> of {x}", "{x}: <b>%(name)s</b>"),
        entry("One page", msgid_plural="%(n)s pages", msgstr_plural={0: "%(n)s trang"}),
    ],
)
def test_a_good_entry_has_no_problem(translated):
    assert not list(entry_problems(translated))


def test_another_word_than_the_glossary_s_is_a_breach():
    glossary = [Term("question bank", ("ngân hàng câu hỏi",)), Term("bank", ("ngân hàng",))]
    good = entry("Choose a question bank", "Chọn ngân hàng câu hỏi")
    bad = entry("Choose a question bank", "Chọn kho câu hỏi")
    assert not list(glossary_problems(catalogue(good), glossary))
    assert len(list(glossary_problems(catalogue(bad), glossary))) == 1


def test_terms_inside_placeholders_and_tags_are_no_words():
    glossary = [Term("user", ("người dùng",))]
    text = entry('<a href="user">%(user)s</a> left', '<a href="user">%(user)s</a> đã rời')
    assert not list(glossary_problems(catalogue(text), glossary))


def test_the_glossary_in_the_docs_is_read():
    terms = {term.english: term.vietnamese for term in read_glossary()}
    assert terms["workflow"] == ("quy trình duyệt",)
    assert "giấy" in terms["document"]


def test_updating_keeps_translations_adds_what_is_new_and_drops_what_went(tmp_path, monkeypatch):
    path = tmp_path / "django.po"
    catalogue(entry("Save", "Lưu"), entry("Gone", "Mất")).save(str(path))
    source = catalogue(entry("New"), entry("Save"))
    monkeypatch.setattr(Catalogue, "path", property(lambda self: path))
    done = update_translations.update(Catalogue("lms", "django", lambda: source))
    texts = {e.msgid: e.msgstr for e in polib.pofile(str(path))}
    assert done == (1, 1)
    assert texts == {"New": "", "Save": "Lưu"}


def test_the_command_fails_when_anything_is_wrong(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(Catalogue, "path", property(lambda self: tmp_path / "none.po"))
    wrong = Catalogue("wagtail", "django", lambda: catalogue(entry("Save")))
    monkeypatch.setattr(
        "lms.translations.management.commands.check_translations.CATALOGUES", [wrong]
    )
    with pytest.raises(CommandError, match="1 problems"):
        call_command("check_translations")
    assert "wagtail (django): missing: 'Save'" in capsys.readouterr().err


@pytest.mark.parametrize("which", CATALOGUES, ids=lambda c: f"{c.name}-{c.domain}")
def test_every_entry_of_the_committed_catalogues_is_whole(which):
    file = polib.pofile(str(which.path))
    problems = [p for e in file for p in entry_problems(e)]
    problems += glossary_problems(file, read_glossary())
    assert not problems


def test_parts_of_a_package_that_are_not_in_use_are_left_out():
    texts = {e.msgid for e in packages.from_source("allauth", without=("idp", "templates/idp"))()}
    assert "Sign In" in texts
    assert not any("OpenID Connect client" in text for text in texts)


def test_a_part_is_left_out_by_its_path_and_not_by_its_name():
    texts = {e.msgid for e in packages.from_source("wagtail", without=("contrib/forms",))()}
    assert "Copy subpages" in texts  # of wagtail/admin/forms
    assert "Form data" not in texts


def test_no_part_that_is_installed_is_left_out():
    left_out = {
        package_folder(package) / part
        for package, parts in packages.NOT_INSTALLED.items()
        for part in parts
    }
    assert all(folder.is_dir() for folder in left_out)
    assert not {Path(app.path) for app in apps.get_app_configs()} & left_out


def test_every_text_of_every_installed_package_is_in_a_catalogue():
    held: dict[tuple[str, str], set[tuple[str | None, str]]] = {}
    for each in CATALOGUES:
        texts = {(e.msgctxt, e.msgid) for e in polib.pofile(str(each.path))}
        held.setdefault((each.name, each.domain), set()).update(texts)
    looked_at = []
    for app in apps.get_app_configs():
        for path in Path(app.path).glob("locale/en/LC_MESSAGES/*.po"):
            key = (app.name.partition(".")[0], path.stem)
            lacking = [e.msgid for e in polib.pofile(str(path)) if in_use(e)]
            lacking = [text for text in lacking if text not in {t for _c, t in held.get(key, ())}]
            assert not lacking, f"{app.name}: {lacking}"
            looked_at.append(app.name)
    assert len(looked_at) > 15


def in_use(text: polib.POEntry) -> bool:
    """Return whether a text is more than part of what allauth has and the site does not install."""
    parts = {part.rpartition("/")[2] for part in packages.NOT_INSTALLED["allauth"]}
    return text.msgid not in GONE and not all(
        parts & set(place.split("/")) for place, _line in text.occurrences
    )


def test_no_text_has_two_translations():
    assert not list(clashes(CATALOGUES))


def test_a_text_with_two_translations_is_found(tmp_path, monkeypatch):
    for name, text in (("lms", "Thành lập"), ("wagtail", "Tạo")):
        catalogue(entry("Create", text)).save(str(tmp_path / name))
    monkeypatch.setattr(Catalogue, "path", property(lambda self: tmp_path / self.name))
    both = [Catalogue(name, "django", polib.POFile) for name in ("lms", "wagtail")]
    assert list(clashes(both)) == ["'Create' is 'Thành lập' in lms, 'Tạo' in wagtail"]
