"""A stored file is whole and has its row, or neither is there."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, storages
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import transaction

from lms.core.storage import WholeFilesStorage
from tests.flows.conftest import db

__all__ = ["db"]


pytestmark = pytest.mark.usefixtures("db")


class EndsInTheMiddle(File):
    """A file whose disk is full after the first part."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"first part"
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def storage() -> WholeFilesStorage:
    found = storages["default"]
    assert isinstance(found, WholeFilesStorage)
    return found


@pytest.fixture
def folder(storage) -> Path:
    return Path(storage.location)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("alias", ["default", "records"])
def test_production_stores_its_files_so(alias):
    from lms.settings import base

    assert "lms.core.storage.WholeFilesStorage" in str(base.STORAGES[alias])


def test_a_file_is_stored_under_its_name(storage, folder):
    assert storage.save("sub/a.txt", ContentFile(b"a")) == "sub/a.txt"
    assert (folder / "sub" / "a.txt").read_bytes() == b"a"
    assert files(folder) == ["a.txt"]


def test_a_large_upload_is_stored_as_well(storage, folder):
    upload = TemporaryUploadedFile("a.mp4", "video/mp4", 4, None)
    upload.write(b"film")
    upload.seek(0)
    storage.save("a.mp4", upload)
    upload.close()
    assert (folder / "a.mp4").read_bytes() == b"film"
    assert files(folder) == ["a.mp4"]


def test_a_name_that_is_taken_is_not_written_over(storage, folder):
    storage.save("a.txt", ContentFile(b"a"))
    second = storage.save("a.txt", ContentFile(b"b"))
    third = storage._save("a.txt", ContentFile(b"c"))
    assert len({"a.txt", second, third}) == 3
    assert [(folder / str(n)).read_bytes() for n in ("a.txt", second, third)] == [b"a", b"b", b"c"]


def test_what_ends_in_the_middle_leaves_nothing(storage, folder):
    with pytest.raises(OSError, match="No space"):
        storage.save("a.txt", EndsInTheMiddle(None, "a.txt"))
    assert files(folder) == []


def test_django_leaves_the_first_part_of_a_file(tmp_path):
    """If this fails, the library has learned it: `WholeFilesStorage` may be needless."""
    with pytest.raises(OSError, match="No space"):
        FileSystemStorage(tmp_path).save("a.txt", EndsInTheMiddle(None, "a.txt"))
    assert (tmp_path / "a.txt").read_bytes() == b"first part"


class Fault(Exception):
    pass


@contextmanager
def failing() -> Iterator[None]:
    """A transaction that is rolled back in the end."""
    with suppress(Fault), transaction.atomic():
        yield
        raise Fault


def test_what_is_saved_in_a_transaction_that_fails_goes(storage, folder):
    with transaction.atomic():
        storage.save("kept.txt", ContentFile(b"a"))
        with failing():
            storage.save("inner.txt", ContentFile(b"b"))
        assert files(folder) == ["kept.txt"]
    with failing():
        storage.save("outer.txt", ContentFile(b"c"))
        with transaction.atomic():
            storage.save("inner.txt", ContentFile(b"c"))
    assert files(folder) == ["kept.txt"]


def test_what_is_deleted_in_a_transaction_that_fails_stays(storage, folder):
    storage.save("a.txt", ContentFile(b"a"))
    with failing():
        storage.delete("a.txt")
    assert files(folder) == ["a.txt"]
    with transaction.atomic():
        storage.delete("a.txt")
        assert files(folder) == ["a.txt"]
    assert files(folder) == []
