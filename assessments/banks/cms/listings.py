"""The lists of banks and questions in the CMS."""

from typing import Any

import django_filters
from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from assessments.banks.models import Question, QuestionBank, QuestionTag
from assessments.question_types import QUESTION_TYPES
from assessments.words import Difficulty, QuestionStatus
from lms.cms.registers import RegisterIndexView
from lms.competencies.models import Competency
from lms.core.text import fold


def own_banks(request: Any) -> QuerySet[QuestionBank]:
    banks = QuestionBank.objects.all()
    return banks.visible_to(request.user) if request else banks.none()


def own_tags(request: Any) -> QuerySet[QuestionTag]:
    return QuestionTag.objects.filter(
        tagged_questions__content_object__bank__in=own_banks(request)
    ).distinct()


def kinds() -> list[tuple[str, str | Promise]]:
    return [(kind, question_type.label) for kind, question_type in QUESTION_TYPES.items()]


class QuestionFilterSet(WagtailFilterSet):
    bank = django_filters.ModelChoiceFilter(label=_("Bank"), queryset=own_banks)
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=kinds)
    tag = django_filters.ModelChoiceFilter(
        label=_("Tag"), field_name="tagged_items__tag", queryset=own_tags
    )
    difficulty = django_filters.ChoiceFilter(label=_("Difficulty"), choices=Difficulty)
    status = django_filters.ChoiceFilter(label=_("Status"), choices=QuestionStatus)
    competency = django_filters.ModelChoiceFilter(
        label=_("Competency"),
        queryset=Competency.objects.filter(questions__isnull=False).distinct(),
    )

    class Meta:
        model = Question
        fields = ["bank", "kind", "tag", "difficulty", "status", "competency"]


class QuestionIndexView(RegisterIndexView):
    related = ("bank", "competency")

    def get_base_queryset(self) -> QuerySet[Question]:
        return super().get_base_queryset().filter(bank__in=own_banks(self.request))

    def find(self, queryset: QuerySet[Question], asked: str) -> QuerySet[Question]:
        return queryset.filter(folded_text__contains=fold(asked))


class BankIndexView(RegisterIndexView):
    related = ("catalogue",)

    def get_base_queryset(self) -> QuerySet[QuestionBank]:
        ready = Count("questions", filter=Q(questions__status=QuestionStatus.READY))
        banks = super().get_base_queryset().filter(pk__in=own_banks(self.request))
        return banks.annotate(question_count=Count("questions"), ready_count=ready)

    def find(self, queryset: QuerySet[QuestionBank], asked: str) -> QuerySet[QuestionBank]:
        folded = fold(asked)
        names = queryset.values_list("pk", "name", "code")
        ids = [pk for pk, name, code in names if folded in fold(name) or folded in fold(code)]
        return queryset.filter(pk__in=ids)
