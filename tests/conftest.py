"""Fixtures for every test: the cast, a browser's client for each of them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import storages
from django.db import connection
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

from certificates.models import Certificate
from lms.accounts.models import User
from lms.course_files.models import CourseUpload
from lms.home.services import set_up_site
from tests.cast import Cast, build_cast
from tests.migrated import copy_migrated_database

# Shared machines are slow by turns: that is no fault of what is tested.
hypothesis_settings.register_profile(
    "shared", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("shared")


@pytest.fixture(scope="session")
def is_copied(request: pytest.FixtureRequest) -> bool:
    """Return whether tests begin with a copy of a migrated database: on SQLite they do."""
    options = request.config.option
    return connection.vendor == "sqlite" and (options.create_db or not options.reuse_db)


@pytest.fixture(scope="session")
def django_db_keepdb(is_copied: bool, request: pytest.FixtureRequest) -> bool:
    return is_copied or bool(request.config.option.reuse_db)


@pytest.fixture(scope="session")
def django_db_createdb(is_copied: bool, request: pytest.FixtureRequest) -> bool:
    return not is_copied and bool(request.config.option.create_db)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, is_copied: bool
) -> None:
    """Begin with a copy, whatever a run that was killed has left behind."""
    if is_copied:
        copy_migrated_database(Path(connection.settings_dict["TEST"]["NAME"]))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Begin every test with the first pages and groups, made once a session."""
    with django_db_blocker.unblock():
        set_up_site(hostname="testserver")


@pytest.fixture(autouse=True)
def _nothing_remembered_without_a_database(request: pytest.FixtureRequest) -> None:
    """Let a test that needs the database say so, even after one that filled the cache."""
    if not {"db", "transactional_db"} & set(request.fixturenames):
        ContentType.objects.clear_cache()


@pytest.fixture(autouse=True)
def _nothing_held_from_another_test(monkeypatch) -> None:
    """Let processes ask the database each time; a test of what they hold sets the time back."""
    monkeypatch.setattr("lms.core.held.HELD_FOR", 0.0)


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


@pytest.fixture
def in_english() -> Iterator[None]:
    """Let messages come in English, the language of their source."""
    with translation.override("en"):
        yield


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """Return a function that gives a client signed in as a user."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture(autouse=True)
def _records_in_a_temporary_folder(settings, monkeypatch, tmp_path, tmp_path_factory) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "lms.core.storage.WholeFilesStorage",
            "OPTIONS": {"location": str(tmp_path / "media"), "base_url": "/media/"},
        },
        "records": {
            "BACKEND": "lms.core.storage.WholeFilesStorage",
            "OPTIONS": {"location": str(tmp_path / "records")},
        },
    }
    # The fields asked for their storage when their models were read.
    monkeypatch.setattr(Certificate._meta.get_field("pdf"), "storage", storages["records"])
    monkeypatch.setattr(CourseUpload._meta.get_field("archive"), "storage", storages["records"])
    # Tests of processes beside this one hold places of their own.
    settings.LMS_DRAWING_FOLDER = str(tmp_path_factory.getbasetemp() / "drawing")


@pytest.fixture(autouse=True)
def _mails_are_owed(settings) -> None:
    """Let mails be rows, as on a site: pytest puts a list in the place of what sends them."""
    settings.EMAIL_BACKEND = "lms.notifications.backend.OwedMailBackend"
