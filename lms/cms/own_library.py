"""The library of the CMS is for whoever has rights in its collections; the rest is as if not there.

Wagtail and wagtailmedia ask for the right to change a file, and name the tags and the collections
of all of them to everybody.
"""

from contextvars import ContextVar
from types import SimpleNamespace
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from taggit.models import Tag
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection
from wagtail.permissions import policy_registry

# The request that is being answered: what is replaced below is not told.
asking: ContextVar[HttpRequest | None] = ContextVar("asking", default=None)
USES = ("add", "change", "delete", "choose")
IN_ADDRESSES = ("document_id", "image_id", "media_id")


def kinds() -> dict[str, Any]:
    """Return the models of the library by what addresses call the number of a row."""
    from wagtailmedia.models import get_media_model

    models = (get_document_model(), get_image_model(), get_media_model())
    return dict(zip(IN_ADDRESSES, models, strict=True))


def own_rows(user: Any, model: Any) -> QuerySet[Any]:
    policy = policy_registry.get_by_type(model)
    rows: QuerySet[Any] = policy.instances_user_has_any_permission_for(user, USES)
    return rows


def check_library(user: Any, kwargs: dict[str, Any]) -> None:
    """Raise `Http404` unless the row of the library in an address is somebody's own."""
    for name, model in kinds().items():
        number = kwargs.get(name)
        if number and not own_rows(user, model).filter(pk=number).exists():
            raise Http404


def own_tags() -> QuerySet[Tag]:
    """Return the tags of what whoever asks may use; all of them for operators."""
    request = asking.get()
    if request is None:
        return Tag.objects.none()
    if request.user.is_superuser:
        return Tag.objects.all()
    used: set[int] = set()
    for model in kinds().values():
        tagged = own_rows(request.user, model).exclude(tags=None)
        used |= set(tagged.values_list("tags", flat=True))
    return Tag.objects.filter(pk__in=used)


def own_collections() -> QuerySet[Collection]:
    """Return the collections in which whoever asks may use recordings."""
    request = asking.get()
    if request is None:
        return Collection.objects.none()
    policy: Any = policy_registry.get_by_type(kinds()["media_id"])
    found: QuerySet[Collection] = policy.collections_user_has_any_permission_for(request.user, USES)
    return found


def name_own_tags_and_collections() -> None:
    """Let listings and choosers of the library name the tags and collections of one's own."""
    from wagtail.admin import filters
    from wagtail.admin.models import popular_tags_for_model
    from wagtail.images.views import chooser as pictures
    from wagtailmedia.views import chooser as recordings
    from wagtailmedia.views import media

    def popular_own_tags(model: Any, count: int = 10) -> QuerySet[Tag]:
        used = popular_tags_for_model(model, count=None)
        return used.filter(pk__in=own_tags().values("pk"))[:count]

    named: Any
    for named in (filters, pictures, recordings, media):
        named.popular_tags_for_model = popular_own_tags
    named = recordings
    named.Collection = SimpleNamespace(objects=SimpleNamespace(all=own_collections))
