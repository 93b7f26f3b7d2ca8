"""Courses of a catalogue as they are looked for: by words, topic, competency, level, length."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _
from wagtail.query import PageQuerySet

from courses.models import CataloguePage, CourseOutcome, CoursePage, Topic
from courses.outcomes import Outcomes, ProvingOutcome, outcomes_of
from lms.competencies.models import Competency
from lms.core.forms import offer
from lms.core.text import words_of

MOST_WORDS = 12
MOST_LETTERS = 200
MOST_HITS = 300

# Minutes from (inclusive) and to (exclusive).
LENGTHS: dict[str, tuple[int, int | None]] = {
    "short": (0, 60),
    "medium": (60, 240),
    "long": (240, None),
}
LENGTH_CHOICES = [
    ("", _("Any length")),
    ("short", _("Under 1 hour")),
    ("medium", _("1 to 4 hours")),
    ("long", _("Over 4 hours")),
]


@dataclass(frozen=True)
class CourseFacets:
    """What the outcomes of courses offer to filter by, and what each course is about."""

    competencies: list[tuple[int, str]]
    levels: list[tuple[int, str]]
    outcomes: Outcomes


class SearchWords(forms.CharField):
    """What somebody looks for, folded; too much of it is cut, never refused."""

    def to_python(self, value: Any) -> str:
        text = (super().to_python(value) or "").replace("\x00", " ")
        return " ".join(text[:MOST_LETTERS].split()[:MOST_WORDS])

    def run_validators(self, value: str) -> None:
        """Whatever was typed may be looked for."""


class CatalogueForm(forms.Form):
    """The filters; each stands in the address under its own name."""

    q = SearchWords(
        label=_("Search"),
        required=False,
        # Words are typed into the search of the masthead; filters keep them.
        widget=forms.HiddenInput,
    )
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    competency = forms.ChoiceField(label=_("Competency"), required=False)
    level = forms.ChoiceField(label=_("Level"), required=False)
    length = forms.ChoiceField(label=_("Length"), required=False, choices=LENGTH_CHOICES)

    def __init__(
        self, data: Mapping[str, Any], topics: Iterable[Topic], facets: CourseFacets
    ) -> None:
        super().__init__(data, auto_id="filter_%s")
        self._offer("topic", _("All topics"), [(t.slug, t.label) for t in topics])
        self._offer("competency", _("All competencies"), facets.competencies)
        self._offer("level", _("All levels"), facets.levels)

    def _offer(self, name: str, nothing: Any, choices: Iterable[tuple[Any, str]]) -> None:
        offer(self, name, [("", nothing), *((str(key), label) for key, label in choices)])

    @property
    def wishes(self) -> dict[str, str]:
        """What was chosen validly; a filter that does not exist is left out, not an error."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def courses_below(catalogue: CataloguePage) -> PageQuerySet[CoursePage]:
    return CoursePage.objects.live().descendant_of(catalogue)


def topics_below(catalogue: CataloguePage) -> QuerySet[Topic]:
    return Topic.objects.filter(courses__in=courses_below(catalogue)).distinct()


def facets_below(catalogue: CataloguePage) -> CourseFacets:
    """Read what all courses of a catalogue lead to: one query."""
    outcomes = outcomes_of(courses_below(catalogue))
    every = [outcome for of_one_course in outcomes.values() for outcome in of_one_course]
    competencies = sorted({o.competency for o in every}, key=_place)
    levels = sorted(every, key=lambda o: (o.level.framework_id, o.level.number))
    several = len({o.level.framework_id for o in every}) > 1
    return CourseFacets(
        competencies=[(competency.pk, str(competency)) for competency in competencies],
        levels=list({o.level.pk: _level_choice(o, several=several) for o in levels}.items()),
        outcomes=outcomes,
    )


def _place(competency: Competency) -> tuple[int, int, str]:
    return competency.framework_id, competency.position, competency.code


def _level_choice(outcome: ProvingOutcome, *, several: bool) -> str:
    """Return the name of a level, with the framework's where there are several scales."""
    framework = outcome.level.framework.code
    return f"{framework}: {outcome.level_name}" if several else outcome.level_name


def matching(catalogue: CataloguePage, wishes: Mapping[str, str]) -> QuerySet[CoursePage]:
    """Return the courses that fulfil every wish: the best hits first, otherwise the newest."""
    courses = courses_below(catalogue)
    if topic := wishes.get("topic"):
        courses = courses.filter(topics__slug=topic)
    led_to = Q()
    if competency := wishes.get("competency"):
        led_to &= Q(competency=competency)
    if level := wishes.get("level"):
        led_to &= Q(level=level)
    if led_to:
        courses = courses.filter(pk__in=CourseOutcome.objects.filter(led_to).values("course"))
    if length := wishes.get("length"):
        shortest, longest = LENGTHS[length]
        courses = courses.filter(minutes__gte=shortest)
        courses = courses.filter(minutes__lt=longest) if longest else courses
    if words := wishes.get("q"):
        return _in_order_of_hits(courses, hits(catalogue, words))
    return courses.order_by("-first_published_at", "-pk")


def hits(catalogue: CataloguePage, words: str) -> list[int]:
    """Return the ids of the courses that have all the words, with or without diacritics."""
    folded = " ".join(words_of(words))
    if not folded:
        return []
    found = courses_below(catalogue).autocomplete(folded, operator="and")
    return [course.pk for course in found[:MOST_HITS]]


def _in_order_of_hits(courses: QuerySet[CoursePage], ids: list[int]) -> QuerySet[CoursePage]:
    if not ids:
        return courses.none()
    whens = [When(pk=pk, then=Value(place)) for place, pk in enumerate(ids)]
    place = Case(*whens, output_field=IntegerField())
    return courses.filter(pk__in=ids).order_by(place)
