"""What the CMS checks before a course is saved, beyond single fields."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm


class CoursePageForm(WagtailAdminPageForm):
    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self._check_code(data.get("code") or "")
        design = data.get("certificate_design")
        if data.get("certificate_validity_months") and not design:
            self.add_error(
                "certificate_design",
                _("Choose a design, or leave empty how long the certificate is valid."),
            )
        if design and not data.get("minutes"):
            self.add_error(
                "minutes", _("Say how long the course takes: the certificate prints it.")
            )
        return data

    def _check_code(self, code: str) -> None:
        """Two courses of one code could not be told apart in reports."""
        model = self._meta.model
        same = model.objects.filter(code__iexact=code.strip()).exclude(pk=self.instance.pk)
        other = same.exclude(translation_key=self.instance.translation_key).first()
        if code and other is not None:
            self.add_error(
                "code", _("The course “%(title)s” has this code already.") % {"title": other.title}
            )
