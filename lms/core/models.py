"""What every room builds on: the page with folded search text, pictures, dated rows."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Self, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.files.base import File
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.pages import CopyForm
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, Image
from wagtail.models import Page, PageViewRestriction, Revision
from wagtail.search import index

from lms.core.former import FormerFacts as FormerFacts
from lms.core.pictures import PlainFilter
from lms.core.publishing import SCHEDULED, PublishingRefused, keep_unpublished, obstacle_of
from lms.core.text import words_of

M = TypeVar("M", bound=models.Model)


class DraftCopyForm(CopyForm):
    """A copy is a draft, checked like any other before it is published, and never an alias."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("publish_copies", "alias"):
            self.fields.pop(name, None)


class BasePage(Page):
    """A page that is found with and without diacritics."""

    copy_form_class = DraftCopyForm

    search_fields = [
        *Page.search_fields,
        index.SearchField("folded_text"),
        index.AutocompleteField("folded_text"),
    ]

    # Set by `lms.cms.routing`: the pages above, and that no view restriction can apply.
    above: Sequence[Page] | None = None
    is_unrestricted = False

    class Meta:
        abstract = True

    @property
    def label(self) -> str:
        """Return its name for the reader: the title, unless a kind of page knows it in English."""
        return str(self.title)

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        if self.is_unrestricted:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return {**context, "breadcrumbs": self.breadcrumbs(request)}

    def breadcrumbs(self, request: HttpRequest) -> list[tuple[str, str]]:
        """Return (title, address) of the published pages above, from the home page down."""
        above: Iterable[Page] | None = self.above
        if above is None:
            above = self.get_ancestors().live().filter(depth__gt=1) if self.pk else ()
        items = [(label_of(page), page.get_url(request)) for page in above]
        return [(title, url) for title, url in items if url]

    def breadcrumbs_below(self, request: HttpRequest) -> list[tuple[str, str]]:
        """Return the same for what lies below this page and is no page itself."""
        url = self.get_url(request)
        return [*self.breadcrumbs(request), *([(self.label, url)] if url else [])]

    def publishing_obstacle(self) -> str:
        """Return what the form of the editor does not ask: why this page cannot be published.

        One sentence; empty if it can. `lms.core.publishing.obstacle_of` asks for both.
        """
        return ""

    def doubts(self) -> list[str]:
        """Return what whoever publishes this page should think about again: it hinders nothing."""
        return []

    def publish(
        self,
        revision: Revision,
        user: AbstractBaseUser | None = None,
        changed: bool = True,
        log_action: bool | str = True,
        previous_revision: Revision | None = None,
        skip_permission_checks: bool = False,
    ) -> None:
        """Publish or schedule a revision. Raises PublishingRefused: see `lms.core.publishing`."""
        reason = obstacle_of(revision.as_object())
        if not reason:
            super().publish(
                revision, user, changed, log_action, previous_revision, skip_permission_checks
            )
        elif log_action == SCHEDULED:
            keep_unpublished(self, revision, reason)
        else:
            raise PublishingRefused(self, reason)

    def searchable_text(self) -> str:
        """Return what a search should find this page by; subclasses add their own fields."""
        return self.title

    def folded_text(self) -> str:
        """Return the searchable text as it is indexed: see `lms.core.text.words_of`."""
        return " ".join(words_of(self.searchable_text()))


class Picture(AbstractImage):
    """An image of the library, with the credit that is printed under it."""

    credit = models.CharField(_("credit"), max_length=255, blank=True)

    # The chooser searches among the images of a tag, which the library's own fields do not allow.
    search_fields = [
        *(field for field in AbstractImage.search_fields if field.field_name != "tags"),
        index.RelatedFields(  # type: ignore[list-item]  # the library's list reads as of filters
            "tags",
            [
                index.SearchField("name", boost=10),
                index.AutocompleteField("name"),
                index.FilterField("name"),
            ],
        ),
    ]
    admin_form_fields = (*Image.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_picture", "Can choose image")]

    @property
    def default_alt_text(self) -> str:
        """The description somebody wrote; the library falls back on the name of the file."""
        return str(self.description)

    def generate_rendition_file(self, filter: Filter, *, source: File | None = None) -> File:  # noqa: A002
        """Make a size of the picture, free of place and device: everybody may load it."""
        plain = PlainFilter(spec=filter.spec)
        # None, as the library's default is, means the picture's own file.
        return super().generate_rendition_file(plain, source=source)  # type: ignore[arg-type]


class PictureRendition(AbstractRendition):
    image = models.ForeignKey(Picture, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"),
                name="unique_rendition",
                violation_error_message=_("This size of the picture is there already."),
            )
        ]


class DatedQuerySet(models.QuerySet[M]):
    """Rows that hold from `valid_from` until the day before `valid_to`."""

    def valid_on(self, day: dt.date) -> Self:
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)


class Dated(models.Model):
    """A row that holds for a time: from a day on, until it ceases (that day no longer counts)."""

    valid_from = models.DateField(_("in force from"))
    valid_to = models.DateField(
        _("ceases on"),
        null=True,
        blank=True,
        help_text=_("The first day on which it no longer holds. Empty: still in force."),
    )

    class Meta:
        abstract = True


def dated_constraint(name: str) -> models.CheckConstraint:
    """Return the constraint that a dated row ceases after it begins."""
    return models.CheckConstraint(
        condition=Q(valid_to__isnull=True) | Q(valid_to__gt=models.F("valid_from")),
        name=name,
        violation_error_message=_("The day it ceases must come after the day it begins."),
    )


def choices_constraint(
    name: str, field: str, choices: type[models.TextChoices], *, blank: bool = False
) -> models.CheckConstraint:
    """Return the constraint that a column holds one of its choices, whoever writes the row."""
    values = [*([""] if blank else []), *choices.values]
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": values}),
        name=name,
        violation_error_message=_("Choose one of the values that are offered."),
    )


def label_of(page: Page) -> str:
    """Return the name of any page for the reader; its own fields are read only where asked for."""
    specific = page.specific_deferred
    return specific.label if isinstance(specific, BasePage) else str(page.title)


class Bilingual(models.Model):
    """A name in Vietnamese and in English; the interface's language chooses."""

    name = models.CharField(_("name in Vietnamese"), max_length=255)
    name_en = models.CharField(_("name in English"), max_length=255, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return in_language(self.name, self.name_en)


def reads_english() -> bool:
    return (get_language() or "vi").startswith("en")


def in_language(vi: str, en: str) -> str:
    """Return the text in the interface's language, Vietnamese where English is missing."""
    return en if en and reads_english() else vi
