"""A change to a question that people have answered is published by a second person.

Where the courses of a catalogue are approved, no key changes by one hand. The author's change waits
in the question; the version that learners meet stays until somebody else who may publish there
saves the question as it stands. Results that were given keep the version they were given for.
"""

import re

from django.db import transaction

from assessments.banks.content import QuestionContent
from assessments.banks.models import Question
from assessments.banks.publishing import frozen_content, publish_question
from assessments.upkeep.people import people_who_answered
from lms.accounts.models import User

# The editor's own mark on a paragraph, which says nothing about the text.
BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


def same_task(one: QuestionContent, other: QuestionContent) -> bool:
    """Return whether two contents ask the same and take the same answers."""
    texts = [BLOCK_KEY.sub("", each.text) for each in (one, other)]
    return (one.kind, one.body) == (other.kind, other.body) and texts[0] == texts[1]


def may_confirm(question: Question, user: User) -> bool:
    """Return whether a person may publish what somebody else changed of a question."""
    catalogue = question.bank.catalogue
    return question.proposed_by_id != user.pk and bool(
        catalogue.permissions_for_user(user).can_publish()
    )


@transaction.atomic
def publish_or_propose(*, question: Question, by: User, before: QuestionContent | None) -> bool:
    """Publish a saved question, or keep its change waiting; return whether it was published.

    `before` is what the question held when this person began to change it.
    """
    locked = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    content, version = frozen_content(question), locked.current_version
    if version is None or same_task(version.frozen, content) or not _is_guarded(locked):
        return _publish(question, by)
    untouched = before is not None and same_task(before, content)
    if untouched and locked.proposed_by_id is not None and may_confirm(locked, by):
        return _publish(question, by)
    if not untouched or locked.proposed_by_id is None:
        question.proposed_by = by
        Question.objects.filter(pk=question.pk).update(proposed_by=by)
    return False


def _is_guarded(question: Question) -> bool:
    return question.bank.catalogue.get_workflow() is not None and bool(
        people_who_answered(question)
    )


def _publish(question: Question, by: User) -> bool:
    publish_question(question=question, author=by)
    question.proposed_by = None
    Question.objects.filter(pk=question.pk).update(proposed_by=None)
    return True
