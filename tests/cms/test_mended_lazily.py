"""Texts that packages translate when they are loaded are translated for each reader here."""

import ast
from collections.abc import Iterator

from django.forms import Select
from django.utils import translation
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.contrib.redirects.filters import RedirectsReportFilterSet
from wagtail.contrib.redirects.views import IndexView
from wagtail.documents.forms import GroupDocumentPermissionFormSet
from wagtail.images.forms import GroupImagePermissionFormSet, ImageInsertionForm, URLGeneratorForm

from lms.cms.mended_lazily import EAGER
from lms.translations.extraction import package_folder

# Parts of packages that are not installed here.
UNUSED = ("tests", "styleguide", "simple_translation", "idp", "headless", "migrations", "providers")


def in_both(read) -> tuple[str, str]:
    texts = []
    for language in ("en", "vi"):
        with translation.override(language):
            texts.append(str(read()))
    return texts[0], texts[1]


def test_the_permissions_of_groups_speak_the_readers_language(db):
    types = GroupImagePermissionFormSet.permission_types
    assert in_both(lambda: types[1][2]) == ("Edit any image", "Sửa mọi ảnh")
    for formset in (GroupImagePermissionFormSet, GroupDocumentPermissionFormSet):
        label = formset.form.base_fields["collection"].label
        assert in_both(lambda label=label: label) == ("Collection", "Bộ sưu tập")


def test_filters_choices_and_headings_speak_the_readers_language(db):
    def kinds() -> str:
        field = RedirectsReportFilterSet().form["is_permanent"]
        return f"{field.label}: {[str(label) for _value, label in field.field.widget.choices]}"

    assert in_both(kinds) == (
        "Type: ['All', 'Permanent', 'Temporary']",
        "Loại: ['Tất cả', 'Vĩnh viễn', 'Tạm thời']",
    )
    assert in_both(lambda: IndexView.export_headings["old_path"]) == ("From", "Từ")
    assert in_both(lambda: ChooserViewSet.choose_one_text) == ("Choose", "Chọn")


def test_forms_speak_the_readers_language():
    methods = URLGeneratorForm.base_fields["filter_method"].widget
    assert isinstance(methods, Select)
    assert in_both(lambda: dict(methods.choices)["original"]) == (
        "Original size",
        "Kích thước gốc",
    )
    assert in_both(lambda: ImageInsertionForm.base_fields["alt_text"].label)[0] == "Alt text"


def eager(package: str) -> Iterator[tuple[str, str]]:
    """Yield module and text of each translation that is made while a module is loaded."""
    folder = package_folder(package)
    for path in folder.rglob("*.py"):
        parts = path.relative_to(folder).with_suffix("").parts
        if any(part.startswith(UNUSED) for part in parts):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
            for alias in node.names
            if alias.name in {"gettext", "ngettext", "pgettext"}
        }
        for call in _calls_while_loading(tree):
            if isinstance(call.func, ast.Name) and call.func.id in names:
                (text, *_others) = call.args
                yield ".".join((package, *parts)), ast.literal_eval(text)


def _calls_while_loading(node: ast.AST) -> Iterator[ast.Call]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            continue
        if isinstance(child, ast.Call):
            yield child
        yield from _calls_while_loading(child)


def test_no_package_translates_anything_else_while_it_is_loaded():
    found = {
        (module, text)
        for package in ("wagtail", "wagtailmedia", "allauth", "taggit", "django_filters")
        for module, text in eager(package)
    }
    assert len(found) > 30
    assert sorted((m, t) for m, t in found if t not in EAGER.get(m, ())) == []
