"""Forms of the CMS that check a row against the rest before it is saved."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from lms.agencies.models import AgencyVersion
from lms.agencies.services.people import main_post_overlaps


class MustExistThen(WagtailAdminModelForm):
    """A row that names an agency: it must exist on the day the row begins."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        agency, day = data.get("agency"), data.get("valid_from")
        if agency and day and not AgencyVersion.objects.valid_on(day).filter(agency=agency):
            self.add_error("agency", _("This agency does not exist on the day the row begins."))
        return data


class PostingForm(MustExistThen):
    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.errors:
            return data
        posting = forms.models.construct_instance(self, self.instance, self._meta.fields)
        if main_post_overlaps(posting):
            self.add_error(
                "valid_from",
                _(
                    "Another main post of this person holds then. Let it cease on the day this "
                    "one begins."
                ),
            )
        return data
