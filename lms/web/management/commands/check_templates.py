"""Fail on templates that a strict Content-Security-Policy would break, and on unparsable ones."""

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.template import TemplateSyntaxError, engines

INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>|<style\b|\sstyle=|\son[a-z]+=\"|javascript:",
    re.IGNORECASE,
)


class Command(BaseCommand):
    help = "Check templates for inline scripts and styles and for syntax errors."

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.BASE_DIR) / "templates"
        problems = []
        for path in sorted(folder.rglob("*.html")):
            name = path.relative_to(folder)
            text = path.read_text(encoding="utf-8")
            # Documents and mails carry their styles with them; no browser page does.
            if name.parts[0] not in {"pdf", "emails"} and "pdf" not in name.parts:
                for number, line in enumerate(text.splitlines(), start=1):
                    if INLINE.search(line):
                        problems.append(f"{name}:{number}: inline script or style: {line.strip()}")
            try:
                engines["django"].from_string(text)
            except TemplateSyntaxError as error:
                problems.append(f"{name}: {error}")
        if problems:
            raise CommandError("\n".join(problems))
