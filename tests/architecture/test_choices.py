"""A column of choices holds one of its choices: services refuse the rest, and so do the tables."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from assessments.marking.gradings import submit_attempt
from certificates.doubts import raise_doubt
from certificates.models import ReplacedFile
from lms.agencies.models import AgencyKind
from lms.agencies.services import appoint, create_agency, grant_role, revise_agency
from lms.competencies.services import record_evidence
from lms.enrolments.services import enrol
from tests.architecture.test_house_rules import ROOMS
from tests.cast import FIRST_DAY, Cast
from tests.security.world import Foreign, build_foreign

NONSENSE = "nonsense"
LATER = dt.date(2025, 3, 1)
Column = tuple[type[models.Model], "models.CharField[Any, Any]"]


def columns() -> list[Column]:
    """Return every column of choices in a table of ours."""
    return [
        (model, field)
        for model in apps.get_models()
        if model.__module__.startswith(ROOMS)
        for field in model._meta.local_fields
        if isinstance(field, models.CharField) and field.choices
    ]


@pytest.mark.parametrize(
    ("model", "field"), columns(), ids=lambda part: getattr(part, "__name__", None) or part.name
)
def test_every_column_of_choices_has_its_check(model, field) -> None:
    values = [value for value, _label in field.flatchoices]
    wanted = models.Q(**{f"{field.name}__in": [""] * field.blank + values})
    checks = [c for c in model._meta.constraints if isinstance(c, models.CheckConstraint)]
    assert [check.name for check in checks if check.condition == wanted]


@pytest.fixture
def foreign(cast: Cast) -> Foreign:
    """A world with a row in every table that has a column of choices."""
    create_agency(code="so-c", name="Sở C", kind=AgencyKind.DEPARTMENT, effective_on=FIRST_DAY)
    world = build_foreign(cast)
    ReplacedFile.objects.create(certificate=world.certificate, name="a.pdf", damage="lost")
    raise_doubt(source_reference=world.certificate.source_reference, cause="Đổi kết quả")
    return world


def test_the_tables_refuse_what_is_no_choice(foreign) -> None:
    assert columns()
    for model, field in columns():
        row = model._default_manager.order_by("pk").last()
        assert row is not None, model
        with pytest.raises(IntegrityError), transaction.atomic():
            model._default_manager.filter(pk=row.pk).update(**{field.name: NONSENSE})


# By service: a call with a word that is no choice, as code without types could make it.
ACTS: dict[str, Callable[[Foreign, Any], object]] = {
    "create_agency": lambda world, word: create_agency(
        code="so-d", name="Sở D", kind=word, effective_on=FIRST_DAY
    ),
    "revise_agency": lambda world, word: revise_agency(
        agency=world.cast.science, kind=word, effective_on=LATER
    ),
    "appoint": lambda world, word: appoint(
        learner=world.cast.lan,
        agency=world.cast.justice,
        position=world.cast.specialist,
        kind=word,
        effective_on=LATER,
    ),
    "grant_role": lambda world, word: grant_role(
        user=world.cast.lan, agency=world.cast.science, kind=word, effective_on=LATER
    ),
    "record_evidence": lambda world, word: record_evidence(
        learner=world.cast.lan,
        competency=world.evidence.competency,
        level=world.evidence.level,
        kind=word,
        source_label="Khóa học",
        source_reference="enrolment:0",
        achieved_on=FIRST_DAY,
    ),
    "enrol": lambda world, word: enrol(learner=world.cast.nga, course=world.course, source=word),
    "submit_attempt": lambda world, word: submit_attempt(attempt=world.running, reason=word),
}


@pytest.mark.parametrize("act", ACTS)
def test_services_refuse_what_is_no_choice(foreign, act) -> None:
    with pytest.raises(ValueError, match=NONSENSE):
        ACTS[act](foreign, NONSENSE)
