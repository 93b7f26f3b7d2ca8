"""What the CMS checks before a course is saved, beyond single fields."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import StreamBlock
from wagtail.blocks.base import BlockField

from courses.lengths import plausible_minutes
from lms.core.blocks import CONTENT_BLOCKS, EMBED


class ActivityForm(WagtailAdminPageForm):
    """The minutes of an activity are derived from what it holds where nobody writes them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if (field := self.fields.get("minutes")) is not None:
            field.required = False
            if self.instance.pk is None:
                self.initial["minutes"] = None

    def save(self, commit: bool = True) -> Any:
        if not self.cleaned_data.get("minutes"):
            self.instance.minutes = self.plausible_minutes()
        return super().save(commit=commit)

    def plausible_minutes(self) -> int:
        """Return how long what was entered plausibly takes; subclasses know their content."""
        return int(self.instance._meta.get_field("minutes").default)


class LessonForm(ActivityForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        has_embeds = any(block.block_type == EMBED for block in self.instance.body)
        if "body" in self.fields and not settings.LMS_EMBED_HOSTS and not has_embeds:
            # A player that nobody may embed is not offered; where one stands, it stays.
            offered = [each for each in CONTENT_BLOCKS if each[0] != EMBED]
            self.fields["body"] = BlockField(
                block=StreamBlock(offered),
                label=self.fields["body"].label,
                required=False,
            )

    def plausible_minutes(self) -> int:
        return plausible_minutes(self.cleaned_data.get("body") or [])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.is_deferred_validation and "body" in data and not data["body"]:
            self.add_error("body", _("Write the lesson first: an empty one teaches nothing."))
        return data


class CoursePageForm(WagtailAdminPageForm):
    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self._check_code(data.get("code") or "")
        if not self.is_deferred_validation:
            self._check_certificate(data)
        return data

    def _check_certificate(self, data: dict[str, Any]) -> None:
        """Ask for what the document prints when it is to be published, not of a draft."""
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

    def _check_code(self, code: str) -> None:
        """Two courses of one code could not be told apart in reports."""
        model = self._meta.model
        same = model.objects.filter(code__iexact=code.strip()).exclude(pk=self.instance.pk)
        other = same.exclude(translation_key=self.instance.translation_key).first()
        if code and other is not None:
            self.add_error(
                "code", _("The course “%(title)s” has this code already.") % {"title": other.title}
            )
