"""The foreign rows are made once a module: every test gets copies, and its changes are undone."""

import copy
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests.cast import Cast, build_cast
from tests.security.world import Foreign, build_foreign

FOLDER = "lms.core.storage.WholeFilesStorage"


@pytest.fixture(scope="module", autouse=True)
def _records_in_a_temporary_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep files as long as the rows that name them."""
    folder = tmp_path_factory.mktemp("files")
    media = {"location": str(folder / "media"), "base_url": "/media/"}
    records = {"location": str(folder / "records")}
    storages = {
        "default": {"BACKEND": FOLDER, "OPTIONS": media},
        "records": {"BACKEND": FOLDER, "OPTIONS": records},
    }
    with override_settings(STORAGES={**settings.STORAGES, **storages}):
        yield


@pytest.fixture(scope="module")
def _built(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    _records_in_a_temporary_folder: None,
) -> Iterator[Foreign]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_foreign(build_cast())
        transaction.set_rollback(True)


@pytest.fixture
def foreign(_built: Foreign, db: None) -> Foreign:
    return copy.deepcopy(_built)


@pytest.fixture
def cast(foreign: Foreign) -> Cast:
    return foreign.cast
