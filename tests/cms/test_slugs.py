"""Addresses are written without diacritics, whatever the title."""

import re

import pytest
from django.forms import modelform_factory
from wagtail.admin.forms.models import WagtailAdminModelForm

from courses.models import Topic
from lms.cms.slugs import PlainSlugInput, plain_letters
from lms.core.text import fold


@pytest.mark.parametrize(
    "title",
    [
        "Họp trực tuyến",
        "Đô thị thông minh",
        "KỸ NĂNG SỐ CHO CÁN BỘ XÃ",
        "Ắt hẳn phải quyết liệt, ở mọi nơi",
        "Chuyển đổi số",
    ],
)
def test_every_letter_becomes_the_plain_one(title):
    written = title
    for pattern, plain in plain_letters():
        written = re.sub(pattern, plain, written)
    assert written.casefold() == fold(title)
    assert written.isascii()


def test_slugs_in_the_cms_use_it():
    form = modelform_factory(Topic, form=WagtailAdminModelForm, fields=["slug"])()
    assert isinstance(form.fields["slug"].widget, PlainSlugInput)
    assert "data-w-slug-formatters-value" in form.fields["slug"].widget.attrs
