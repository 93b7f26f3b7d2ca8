"""Levels of several frameworks are told apart wherever they are chosen."""

from typing import Any

import pytest
from django import forms
from django.urls import reverse

from lms.competencies.level_fields import LevelChoice
from lms.competencies.models import ProficiencyLevel
from tests.courses.makers import make_competency, make_course


@pytest.fixture
def two_frameworks(db) -> None:
    make_competency("CT01", "CT")
    make_competency("TT-1", "TT02")


def grouped(html: str) -> bool:
    return 'label="Khung năng lực (1)"' in html and 'data-choose="level"' in html


def test_the_levels_of_a_course_outcome_stand_by_framework(cast, two_frameworks, signed_in) -> None:
    edit = reverse("wagtailadmin_pages:edit", args=[make_course(cast).pk])
    shown = signed_in(cast.trainer).get(edit).content.decode()
    assert grouped(shown)
    assert "cms_levels" in shown


@pytest.mark.parametrize("address", ["requiredlevel:add", "evidence:record"])
def test_the_levels_stand_by_framework(cast, two_frameworks, signed_in, address) -> None:
    assert grouped(signed_in(cast.admin).get(reverse(address)).content.decode())


def test_each_option_says_whose_it_is(two_frameworks) -> None:
    field: Any = LevelChoice(ProficiencyLevel.objects.all())
    widget = field.widget.render("level", None)
    for level in ProficiencyLevel.objects.all():
        assert f'<option value="{level.pk}" data-framework="{level.framework_id}">' in widget


def test_the_library_lists_levels_without_their_framework(two_frameworks) -> None:
    field: Any = forms.ModelChoiceField(ProficiencyLevel.objects.all())
    widget = field.widget.render("level", None)
    assert "optgroup" not in widget
