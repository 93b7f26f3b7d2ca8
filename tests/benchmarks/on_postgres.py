"""Measurements on a PostgreSQL of their own, under production settings."""

import os
import secrets
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING

from cryptography.fernet import Fernet

if TYPE_CHECKING:
    from tests.benchmarks.examinees import Exam


def measure(module: str, *numbers: str) -> None:
    """Run a measurement in a process of its own, with a database that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="lms-bench-") as folder:
        environment = {
            "DJANGO_SETTINGS_MODULE": "lms.settings.production",
            "SECRET_KEY": secrets.token_urlsafe(64),
            "ALLOWED_HOSTS": "127.0.0.1",
            "BASE_URL": "http://127.0.0.1",
            "HTTPS": "false",
            "EMAIL_URL": "dummymail://",
            "LMS_VAR_DIR": folder,
            "LOG_LEVEL": "WARNING",
            "SECOND_FACTOR_KEYS": Fernet.generate_key().decode(),
            "SECOND_FACTOR_REQUIRED_FOR": "none",
        }
        left_out = {"TASKS_BACKEND", "DATABASE_URL"}
        kept = {name: value for name, value in os.environ.items() if name not in left_out}
        command = [sys.executable, "-m", f"tests.benchmarks.{module}", *numbers]
        subprocess.run(
            ["deploy/with-postgres.sh", *command], env={**kept, **environment}, check=True
        )


def prepare(people: int) -> "Exam":
    """Make a province, an exam, and so many people who can take it."""
    from django.core.management import call_command

    from tests.benchmarks import examinees
    from tests.benchmarks.people import add_officials, load_demonstration

    load_demonstration(officials=20)
    add_officials(people)
    call_command("collectstatic", interactive=False, verbosity=0)
    return examinees.make_exam(people)
