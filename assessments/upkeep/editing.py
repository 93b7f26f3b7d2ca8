"""The editor of a question: whom a change concerns, and the second person it waits for."""

from typing import Any

from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.banks.cms.adding import WholeForm
from assessments.banks.cms.forms import QuestionForm
from assessments.banks.cms.viewsets import OwnEdit
from assessments.banks.models import Question
from assessments.banks.publishing import frozen_content
from assessments.upkeep.changing import may_confirm, publish_or_propose
from assessments.upkeep.people import people_who_answered


class GuardedQuestionForm(QuestionForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_written = self.instance.pk is not None and bool(self.instance.content)
        self.before = frozen_content(self.instance) if is_written else None
        self.waits = False

    def publish(self, question: Question) -> None:
        self.waits = not publish_or_propose(question=question, by=self.for_user, before=self.before)


class GuardedEdit(WholeForm, OwnEdit):
    form: GuardedQuestionForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.request.method == "GET":
            self._say_whom_it_concerns()
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context

    def _say_whom_it_concerns(self) -> None:
        if people := people_who_answered(self.object):
            said = ngettext(
                "%(count)d person has answered this question. The result keeps the version it was "
                "given for; a change of the question or its answers holds for later attempts.",
                "%(count)d people have answered this question. Their results keep the version they "
                "were given for; a change of the question or its answers holds for later attempts.",
                people,
            )
            messages.info(self.request, said % {"count": people})
        if self.object.proposed_by_id is not None:
            messages.warning(self.request, self._said_of_the_change())

    def _said_of_the_change(self) -> str:
        name = {"name": self.object.proposed_by}
        if may_confirm(self.object, self.request.user):
            said = _(
                "%(name)s changed this question, which people have answered. Look at it; saving "
                "it as it stands publishes the change."
            )
        else:
            said = _(
                "The change by %(name)s waits for a second person who may publish. Until then "
                "learners get the version before."
            )
        return said % name

    def get_success_message(self) -> str:
        if getattr(self.form, "waits", False):
            return _(
                "Saved. People have answered this question, so the change waits for a second "
                "person who may publish."
            )
        # The class it stands before has no types.
        return str(super().get_success_message())  # type: ignore[misc]
