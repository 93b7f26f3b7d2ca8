"""A site with files of its own; its database is a copy, so that what is committed stays."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings as django_settings
from django.db import connection

from tests.flows.conftest import db, enrolment, quiz

__all__ = ["db", "enrolment", "quiz"]

Run = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def media(settings, tmp_path) -> Path:
    """The folder of the library; the records lie in the one beside it."""
    (tmp_path / "media" / "sub").mkdir(parents=True)
    (tmp_path / "records").mkdir()
    return tmp_path / "media"


@pytest.fixture
def records(media) -> Path:
    # The field took its storage when the model was made, before the test named a folder.
    return media.parent / "records"


@pytest.fixture
def target(tmp_path) -> Path:
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder


@pytest.fixture
def run(db, media) -> Run:
    """Return a function that starts a command of the site in a process of its own."""
    own = {"LMS_VAR_DIR": str(media.parent), "DATABASE_URL": database_url()}
    known = {**os.environ, "DJANGO_SETTINGS_MODULE": "lms.settings.dev", "LANGUAGE": "en"}

    def start(
        *arguments: object, env: dict[str, str] | None = None, **options: Any
    ) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "manage.py", *map(str, arguments)],
            cwd=django_settings.BASE_DIR,
            env={**known, **own, **(env or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **options,
        )

    return start


def database_url() -> str:
    names = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{names['NAME']}"
    password = f":{quote(names['PASSWORD'])}" if names["PASSWORD"] else ""
    return f"postgres://{names['USER']}{password}@{names['HOST']}:{names['PORT']}/{names['NAME']}"


def is_bare(folder: Path) -> bool:
    """Return whether a folder holds nothing that somebody could take for a backup."""
    return not [each for each in folder.iterdir() if not each.name.startswith(".")]
