"""The help pages: Markdown files of docs/, one folder a language."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt

from lms.accounts.models import User

FALLBACK = "vi"


def everybody(user: User | AnonymousUser) -> bool:
    return True


def whoever_administers(user: User | AnonymousUser) -> bool:
    return user.has_perm("agencies.administer_province")


@dataclass(frozen=True)
class HelpTopic:
    """One guide; `shown` says to whom: what concerns servers helps nobody else."""

    slug: str
    title: Promise
    summary: Promise
    shown: Callable[[User | AnonymousUser], bool] = everybody


TOPICS = (
    HelpTopic(
        "learner",
        _("For officials who learn"),
        _("Find a course, read, take quizzes, get a certificate."),
    ),
    HelpTopic(
        "trainer",
        _("For trainers"),
        _("Write courses, lessons and quizzes; have them approved; publish."),
    ),
    HelpTopic(
        "manager",
        _("For managers of an agency"),
        _("See who has learned what; download the competency report."),
    ),
    HelpTopic(
        "administrator",
        _("For administrators of the province"),
        _("Agencies, people, competency frameworks, certificates."),
    ),
    HelpTopic(
        "operators",
        _("For operators"),
        _("Install, upgrade, back up and watch the platform."),
        shown=whoever_administers,
    ),
)


def find_topic(slug: str) -> HelpTopic | None:
    return next((topic for topic in TOPICS if topic.slug == slug), None)


def help_file(topic: HelpTopic) -> Path | None:
    """Return the file of a topic in the interface's language, else in Vietnamese, else None."""
    languages = ((get_language() or FALLBACK).split("-")[0], FALLBACK, "en")
    files = (settings.BASE_DIR / "docs" / language / f"{topic.slug}.md" for language in languages)
    return next((file for file in files if file.is_file()), None)


def available_topics(user: User | AnonymousUser) -> list[HelpTopic]:
    return [topic for topic in TOPICS if topic.shown(user) and help_file(topic) is not None]


def render_markdown(text: str) -> SafeString:
    """Return Markdown as HTML. Tags written in the text stay text."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    # A wide table scrolls by itself instead of widening the page.
    parser.add_render_rule("table_open", _open_table)
    parser.add_render_rule("table_close", lambda *_args: "</table></div>\n")
    return mark_safe(parser.render(text))  # noqa: S308


def _open_table(*_args: Any) -> str:
    label = escape(gettext("Table"))
    return f'<div class="table-region" role="region" tabindex="0" aria-label="{label}"><table>\n'
