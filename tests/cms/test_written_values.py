"""Every form takes days and decimal numbers as they are written here, or says what is wrong."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import django_filters
import pytest
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import override
from wagtail.admin import viewsets as viewsets_of_wagtail
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput
from wagtail.models import get_page_models

from assessments.question_types.numeric import NumericBlock
from assessments.quizzes.models import QuizItem
from lms.core.fields import NOT_A_DAY, NOT_A_MOMENT, DayInput, DecimalField

IN_EACH_LANGUAGE = pytest.mark.parametrize("language", ["vi", "en"])
OURS = ("lms", "courses", "assessments", "certificates")
MADE_BY_US = ("LessonPage", "QuizPage", "CoursePage", "ModulePage")


def below(kind: Any) -> Iterator[Any]:
    for each in kind.__subclasses__():
        yield each
        yield from below(each)


def every_field() -> dict[str, Any]:
    """Return the fields of all forms of the site and the CMS, filters and blocks included."""
    root = Path(settings.BASE_DIR)
    found: dict[str, Any] = {}
    for room in OURS:
        for file in (root / room).rglob("*.py"):
            if "migrations" not in file.parts and "settings" not in file.parts:
                import_module(".".join(file.relative_to(root).with_suffix("").parts))
    forms_of_pages = [model.get_edit_handler().get_form_class() for model in get_page_models()]
    for page_form in forms_of_pages:
        found |= {f"{page_form.__name__}.{n}": f for n, f in page_form.base_fields.items()}
        for relation, formset in page_form.formsets.items():
            inner = formset.form.base_fields.items()
            found |= {f"{page_form.__name__}.{relation}.{n}": f for n, f in inner}
    registry: Any = viewsets_of_wagtail
    for viewset in registry.viewsets.viewsets:
        if hasattr(viewset, "get_form_class") and getattr(viewset, "model", None):
            viewset.get_form_class()
    for form in below(forms.BaseForm):
        for name, field in getattr(form, "base_fields", {}).items():
            # Made from a model by the way, and shown to nobody.
            if form.__module__ != "django.forms.widgets":
                found[f"{form.__module__}.{form.__qualname__}.{name}"] = field
    for filterset in below(django_filters.FilterSet):
        for name, each in filterset.base_filters.items():
            if isinstance(each, django_filters.DateFilter):
                found[f"{filterset.__module__}.{filterset.__qualname__}.{name}"] = each.field
    for name, block in NumericBlock().child_blocks.items():
        found[f"NumericBlock.{name}"] = block.field
    return found


@pytest.fixture(scope="module")
def fields() -> dict[str, forms.Field]:
    return every_field()


def of_kind(fields: dict[str, forms.Field], kind: type[forms.Field]) -> dict[str, forms.Field]:
    return {name: field for name, field in fields.items() if isinstance(field, kind)}


def test_every_decimal_field_takes_both_marks(fields) -> None:
    decimals = of_kind(fields, forms.DecimalField)
    assert any(name.startswith("NumericBlock") for name in decimals)
    assert any(name.endswith(".items.mark") for name in decimals)
    for name, field in decimals.items():
        assert isinstance(field, DecimalField), name
        assert getattr(field.widget, "input_type", "text") == "text", name


def test_no_number_loses_a_mark_in_the_browser(fields) -> None:
    pages = of_kind(fields, forms.IntegerField)
    numbers = {
        name: field
        for name, field in pages.items()
        if name.startswith(MADE_BY_US) and not isinstance(field, forms.DecimalField)
    }
    assert any(name.endswith(".minutes") for name in numbers)
    for name, field in numbers.items():
        if not field.widget.is_hidden and not isinstance(field.widget, forms.Select):
            assert field.widget.input_type == "text", name
            with pytest.raises(ValidationError):
                field.clean("7,5")


@IN_EACH_LANGUAGE
def test_every_day_is_read_and_written_alike_and_what_is_no_day_is_an_error(fields, language):
    # None of these forms asks for a day that is over.
    days = of_kind(fields, forms.DateField)
    assert len(days) > 10
    with override(language):
        for name, field in days.items():
            for typed in ("20/11/2096", "2096-11-20", " 20/11/2096 ", "20-11-2096"):
                assert field.clean(typed) == dt.date(2096, 11, 20), (name, typed)
            for typed in ("abc", "31/02/2096", "20/13/2096", "11/25/2096", "20/11/96", "20112096"):
                with pytest.raises(ValidationError) as refused:
                    field.clean(typed)
                assert refused.value.messages == [str(NOT_A_DAY)], (name, typed)
            shown = field.widget.format_value(dt.date(2096, 11, 20))
            assert shown == "20/11/2096", name
            assert isinstance(field.widget, (AdminDateInput, DayInput)), name
            html = field.widget.render("day", dt.date(2096, 11, 20))
            assert "placeholder" in html, name
            assert 'type="text"' in html, name


@IN_EACH_LANGUAGE
def test_every_moment_is_read_and_written_alike(fields, language):
    moments = of_kind(fields, forms.DateTimeField)
    assert any(name.endswith(".closes_at") for name in moments)
    with override(language):
        for name, field in moments.items():
            for typed in ("20/11/2026 14:30", "2026-11-20 14:30"):
                read = field.clean(typed)
                assert (read.day, read.month, read.hour, read.minute) == (20, 11, 14, 30), name
            for typed in ("abc", "31/02/2026 10:00", "20/11/2026 25:00"):
                with pytest.raises(ValidationError) as refused:
                    field.clean(typed)
                assert refused.value.messages == [str(NOT_A_MOMENT)], name


def test_the_picker_leaves_alone_what_it_cannot_read() -> None:
    for widget in (AdminDateInput(), AdminDateTimeInput()):
        assert widget.get_config()["validateOnBlur"] is False


@IN_EACH_LANGUAGE
@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1,5", "1.5"),
        ("1.5", "1.5"),
        ("46,4", "46.4"),
        ("0,125", "0.125"),
        ("-0.125", "-0.125"),
        ("–5", "-5"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1 234,5", "1234.5"),
        ("1234,567", "1234.567"),
        ("12", "12"),
        (",5", "0.5"),
    ],
)
def test_a_number_has_either_mark(language, typed, number) -> None:
    with override(language):
        assert DecimalField().clean(typed) == Decimal(number)


@IN_EACH_LANGUAGE
@pytest.mark.parametrize(
    "typed", ["1.234", "1,234", "12.345", "abc", "1,2,3", "1.23.4", "١", "1e5"]
)
def test_what_has_two_readings_or_none_is_an_error(language, typed) -> None:
    with override(language), pytest.raises(ValidationError):
        DecimalField().clean(typed)


@IN_EACH_LANGUAGE
def test_what_may_have_been_meant_is_named_as_it_can_be_written(language) -> None:
    with override(language):
        with pytest.raises(ValidationError) as refused:
            DecimalField().clean("1.234")
        shown = {"vi": "1,2340", "en": "1.2340"}[language]
        assert shown in refused.value.messages[0]
        assert "1234" in refused.value.messages[0]
        assert DecimalField().clean(shown) == Decimal("1.234")


@IN_EACH_LANGUAGE
@pytest.mark.parametrize("number", ["1.5", "1.234", "12.340", "1000", "0.125", "-7.125", "100"])
def test_what_is_shown_is_read_as_the_same_number(language, number) -> None:
    field = DecimalField()
    with override(language):
        assert field.clean(field.prepare_value(Decimal(number))) == Decimal(number)


def test_the_mark_of_a_question_survives_the_form_in_each_language() -> None:
    form_class = forms.modelform_factory(
        QuizItem, fields=["mark"], formfield_callback=_as_in_the_cms
    )
    for language in ("vi", "en"):
        with override(language):
            form = form_class({"mark": "1,5"}, instance=QuizItem(mark=Decimal("1.50")))
            assert form.is_valid()
            assert not form.has_changed()
            assert form.cleaned_data["mark"] == Decimal("1.5")


def _as_in_the_cms(field, **kwargs):
    from wagtail.admin.forms.models import formfield_for_dbfield

    return formfield_for_dbfield(field, **kwargs)
