"""The catalogue: a page above courses. One below another gives a team of trainers its own part."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page, get_page_models

from lms.core.collation import alphabetical
from lms.core.models import BasePage, Bilingual, in_language, reads_english


class TopicManager(models.Manager["Topic"]):
    def get_queryset(self) -> models.QuerySet["Topic"]:
        # Not in Meta: drafts of pages sort their topics in memory, by names of fields alone.
        return super().get_queryset().order_by(alphabetical("name"))


class Topic(Bilingual):
    """What a course is about, for filtering."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True)

    objects = TopicManager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ("name",)


class CataloguePage(BasePage):
    """Lists the courses below it."""

    intro = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])

    title_en = models.CharField(_("title in English"), max_length=255, blank=True)
    intro_en = RichTextField(
        _("introduction in English"), blank=True, features=["bold", "italic", "link"]
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("title_en"),
        FieldPanel("intro"),
        FieldPanel("intro_en"),
    ]
    subpage_types = ["courses.CataloguePage", "courses.CoursePage"]
    template = "courses/catalogue_page.html"

    class Meta:
        verbose_name = _("catalogue")
        verbose_name_plural = _("catalogues")

    @property
    def label(self) -> str:
        # Asked of pages above others, whose own fields are read only for whoever needs them.
        return (reads_english() and self.title_en) or self.title

    @property
    def introduction(self) -> str:
        return in_language(self.intro, self.intro_en)

    @classmethod
    def clean_parent_page_models(cls) -> list[type[Page]]:
        """Return the pages that say they take a catalogue: some belong to rooms above."""
        name = f"{cls._meta.app_label}.{cls.__name__}"
        return [m for m in get_page_models() if name in (getattr(m, "subpage_types", None) or ())]


class CatalogueCollection(models.Model):
    """The part of the library in which a catalogue's own trainers work: see `courses.library`."""

    catalogue = models.OneToOneField(
        CataloguePage,
        verbose_name=_("catalogue"),
        on_delete=models.CASCADE,
        related_name="library",
    )
    collection = models.OneToOneField(
        "wagtailcore.Collection",
        verbose_name=_("collection"),
        on_delete=models.CASCADE,
        related_name="+",
    )

    class Meta:
        verbose_name = _("collection of a catalogue")
        verbose_name_plural = _("collections of catalogues")

    def __str__(self) -> str:
        return str(self.collection)
