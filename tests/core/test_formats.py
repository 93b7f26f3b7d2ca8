"""Dates and numbers as Vietnamese offices write them, where Django would write them otherwise."""

import datetime as dt
from importlib import import_module

from django.utils import formats, translation

django_formats = import_module("django.conf.locale.vi.formats")


def test_dates_and_numbers_are_written_as_offices_write_them():
    with translation.override("vi"):
        assert formats.date_format(dt.date(2026, 3, 1)) == "01/03/2026"
        assert formats.number_format("1234.5", force_grouping=True) == "1.234,5"


def test_django_writes_them_otherwise():
    assert django_formats.DATE_FORMAT != "d/m/Y"
