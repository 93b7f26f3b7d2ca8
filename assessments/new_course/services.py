"""A new course from its outline: every page a draft, with the bank its quizzes draw from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.log_actions import LogContext, log
from wagtail.models import Page

from assessments.banks.models import QuestionBank
from assessments.new_course.outline import PlannedModule
from assessments.quizzes.models import QuizItem, QuizPage
from assessments.quizzes.rules import FIRST_RULES
from assessments.words import QuizPurpose
from courses.models import CataloguePage, CoursePage, LessonPage, ModulePage
from lms.accounts.models import User
from lms.core.text import words_of

P = TypeVar("P", bound=Page)
IN_PRACTICE = 3
IN_FINAL = 6
# As long as the columns are.
LONGEST_SLUG = 255
LONGEST_CODE = 40


@dataclass(frozen=True)
class CoursePlan:
    """What a new course begins with; without a `bank` it brings one of its own."""

    title: str
    code: str
    modules: Sequence[PlannedModule]
    bank: QuestionBank | None = None
    practice: bool = True
    final: bool = True


@transaction.atomic
def create_course(*, catalogue: CataloguePage, plan: CoursePlan, by: User) -> CoursePage:
    """Make the drafts of a course below a catalogue, and its bank; return the course."""
    # The place below the catalogue is read under a lock: two courses at once get two.
    parent = CataloguePage.objects.select_for_update().get(pk=catalogue.pk)
    bank = plan.bank
    if bank is None and (plan.practice or plan.final):
        bank = _own_bank(parent, plan, by)
    course = _draft(parent, CoursePage(title=plan.title, code=plan.code), by)
    for module in plan.modules:
        place = _draft(course, ModulePage(title=module.title), by) if module.title else course
        for title in module.lessons:
            _draft(place, LessonPage(title=title), by)
        if plan.practice and bank and module.title:
            _quiz(place, _("Practice: %(title)s") % {"title": module.title}, bank, by, final=False)
    if plan.final and bank:
        _quiz(course, _("Final quiz"), bank, by, final=True)
    return course


def _own_bank(catalogue: CataloguePage, plan: CoursePlan, by: User) -> QuestionBank:
    base = "-".join(words_of(plan.code or plan.title))[: LONGEST_CODE - 4] or "bank"
    taken = set(QuestionBank.objects.filter(code__startswith=base).values_list("code", flat=True))
    bank = QuestionBank.objects.create(
        name=plan.title[:200], code=_free(base, taken), catalogue=catalogue
    )
    log(instance=bank, action="wagtail.create", user=by)
    return bank


def _quiz(parent: Page, title: str, bank: QuestionBank, by: User, *, final: bool) -> None:
    purpose = QuizPurpose.FINAL if final else QuizPurpose.PRACTICE
    quiz = QuizPage(title=title[:255], purpose=purpose, required=final, **FIRST_RULES[purpose])
    quiz.items.add(QuizItem(bank=bank, count=IN_FINAL if final else IN_PRACTICE, sort_order=0))
    _draft(parent, quiz, by)


def _draft(parent: Page, page: P, by: User) -> P:
    base = slugify("-".join(words_of(page.title)))[: LONGEST_SLUG - 4] or "trang"
    page.slug = _free(base, set(parent.get_children().values_list("slug", flat=True)))
    page.live, page.owner = False, by
    with LogContext(user=by):
        parent.add_child(instance=page)
    page.save_revision(user=by, log_action=False, clean=False)
    return page


def _free(base: str, taken: set[str]) -> str:
    number, name = 1, base
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    return name
