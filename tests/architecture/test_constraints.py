"""Every constraint says in a sentence what is wrong: forms show it as it is."""

from django.apps import apps
from django.db.models import BaseConstraint
from django.utils import translation

OURS = ("lms", "courses", "assessments", "certificates")


def constraints() -> list[tuple[str, BaseConstraint]]:
    return [
        (model.__name__, constraint)
        for model in apps.get_models()
        if model.__module__.split(".")[0] in OURS
        for constraint in model._meta.constraints
    ]


def test_every_constraint_has_a_sentence_of_its_own() -> None:
    found = constraints()
    assert len(found) > 40
    default = BaseConstraint.default_violation_error_message
    silent = [c.name for _model, c in found if c.violation_error_message == default]
    assert silent == []


def test_no_sentence_holds_the_name_of_its_constraint_and_each_is_translated() -> None:
    for _model, constraint in constraints():
        with translation.override("en"):
            english = str(constraint.get_violation_error_message())
        with translation.override("vi"):
            vietnamese = str(constraint.get_violation_error_message())
        assert constraint.name not in english
        assert english.endswith(".")
        assert english != vietnamese, english
