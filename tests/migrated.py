"""A migrated SQLite database, made once for each state of the migrations and then copied.

Applying two hundred migrations takes longer than most rooms take to test.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader


def copy_migrated_database(target: Path) -> None:
    """Write a database with every migration applied to a file that may exist already."""
    folder = settings.VAR_DIR / "test-databases"
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{_state()}.sqlite3"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            for old in folder.glob("*.sqlite3"):
                old.unlink()
            _migrate(kept)
    for left in (f"{target}-wal", f"{target}-shm"):
        Path(left).unlink(missing_ok=True)
    shutil.copyfile(kept, target)


def _state() -> str:
    """Return a name for what the migrations of all rooms and packages say today."""
    digest = hashlib.sha256()
    for app in apps.get_app_configs():
        name, _explicit = MigrationLoader.migrations_module(app.label)
        try:
            folder = Path(str(import_module(str(name)).__file__)).parent
        except ImportError:
            continue
        for file in sorted(folder.glob("*.py")):
            digest.update(f"{app.label}/{file.name}\n".encode() + file.read_bytes())
    return digest.hexdigest()[:32]


def _migrate(target: Path) -> None:
    with tempfile.TemporaryDirectory(dir=target.parent) as name:
        folder = Path(name)
        own = {"DJANGO_SETTINGS_MODULE": "lms.settings.test", "LMS_VAR_DIR": name}
        environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
        command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(command, cwd=settings.BASE_DIR, env={**environment, **own}, check=True)
        with closing(sqlite3.connect(folder / "lms.sqlite3")) as database:
            # One file, without a journal beside it.
            database.execute("VACUUM INTO ?", (str(folder / "whole.sqlite3"),))
        (folder / "whole.sqlite3").rename(target)
