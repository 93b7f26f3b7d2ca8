"""Courses to assign, those that help people with their gaps first, each with how many it helps."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from courses.models import CoursePage
from courses.outcomes import leading_courses
from lms.my_agency.forms import AssignForm
from lms.my_agency.needs import Help, courses_for

MARK = "★"


@dataclass(frozen=True)
class Lack:
    """A level that somebody lacks, of the competency with this id."""

    competency_id: int
    required: int
    proved: int


def rank_courses(lacks: Iterable[Lack], courses: QuerySet[CoursePage]) -> list[Help]:
    """Return the courses that close the most of what is lacking first, then narrow most."""
    of_competency: dict[int, list[Lack]] = defaultdict(list)
    for lack in lacks:
        of_competency[lack.competency_id].append(lack)
    leading = leading_courses(of_competency, courses)
    total: dict[int, Help] = {}
    for pk, found in of_competency.items():
        for one in courses_for(found, leading.get(pk, [])):
            known = total.get(one.course.pk, Help(one.course, 0, 0, 0))
            total[one.course.pk] = Help(
                one.course,
                max(known.level, one.level),
                known.closes + one.closes,
                known.narrows + one.narrows,
            )
    return sorted(total.values(), key=Help.order)


def offer_courses(form: AssignForm, lacks: list[Lack], *, competency: str = "") -> list[Help]:
    """Put the courses that help first, marked; return them. `competency`: if it is about one."""
    field = form.fields["course"]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
    courses = field.queryset
    assert courses is not None  # noqa: S101
    ranked = rank_courses(lacks, courses)
    if not ranked:
        return []
    helping = {one.course.pk for one in ranked}
    others = [(course.pk, course.title) for course in courses if course.pk not in helping]
    label = (
        _("They help with “%(competency)s”") % {"competency": competency}
        if competency
        else _("They help with what is lacking")
    )
    groups = [(label, [(one.course.pk, _marked(one, len(lacks), competency)) for one in ranked])]
    if others:
        groups.append((_("Other courses"), others))
    field.choices = [("", field.empty_label), *groups]
    return ranked


def _marked(one: Help, lacking: int, competency: str) -> str:
    values: Mapping[str, object] = {
        "mark": MARK,
        "course": one.course.title,
        "n": one.closes or one.narrows,
        "all": lacking,
    }
    if competency and one.closes:
        return _("%(mark)s %(course)s (brings %(n)d of %(all)d people to the level)") % values
    if competency:
        return _("%(mark)s %(course)s (brings %(n)d of %(all)d people further)") % values
    if one.closes:
        return _("%(mark)s %(course)s (closes %(n)d of %(all)d gaps)") % values
    return _("%(mark)s %(course)s (narrows %(n)d of %(all)d gaps)") % values
