"""A failed upload leaves no file without a row, and no row without a file."""

from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from wagtail.documents.forms import get_document_form
from wagtail.documents.models import Document
from wagtail.models import Collection

from lms.web.uploads import DocumentForm
from tests.flows.conftest import db

__all__ = ["db"]
pytestmark = pytest.mark.usefixtures("db")


def fail(*_given):
    raise OperationalError("database or disk is full")


def upload(name="a.txt", content=b"some text"):
    return SimpleUploadedFile(name, content, "text/plain")


def stored() -> list[str]:
    return sorted(p.name for p in Path(storages["default"].path("")).rglob("*") if p.is_file())


def form_for(document: Document | None = None, **given) -> DocumentForm:
    form_class = get_document_form(Document)
    assert issubclass(form_class, DocumentForm)
    data = {"title": "A", "collection": Collection.get_first_root_node().pk, "tags": ""}
    form = form_class(data, given, instance=document)
    assert form.is_valid(), form.errors
    return form


def test_an_upload_whose_row_cannot_be_written_leaves_no_file(monkeypatch):
    monkeypatch.setattr(Document, "_do_insert", fail)
    with pytest.raises(OperationalError):
        form_for(file=upload()).save()
    assert stored() == []
    assert not Document.objects.exists()


def test_a_replacement_that_fails_keeps_the_row_its_file(monkeypatch):
    document = form_for(file=upload()).save()
    monkeypatch.setattr(Document, "_do_update", fail)
    form = form_for(Document.objects.get(), file=upload("b.txt", b"other"))
    with pytest.raises(OperationalError):
        form.save()
    assert stored() == ["a.txt"]
    assert Document.objects.get().file.name == document.file.name


def test_a_replacement_that_works_removes_the_former_file():
    form_for(file=upload()).save()
    form_for(Document.objects.get(), file=upload("b.txt", b"other")).save()
    assert stored() == ["b.txt"]
