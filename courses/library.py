"""The library of pictures, recordings and documents: a collection for each catalogue.

Wagtail gives rights to the library by collections and knows nothing of catalogues. Who may work in
a catalogue may work in its collection; the root collection is for those who work in all of them.
"""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.documents.models import Document
from wagtail.models import Collection, GroupCollectionPermission, Page
from wagtailmedia.models import Media

from courses.models import CatalogueCollection
from lms.core.models import Picture

KINDS = (("wagtailimages", "image"), ("wagtaildocs", "document"), ("wagtailmedia", "media"))
ACTS = ("add", "change", "choose")


@transaction.atomic
def collection_of(catalogue: Page) -> Collection:
    """Return the collection of a catalogue, made now if there is none, with the rights of today."""
    kept = CatalogueCollection.objects.filter(catalogue_id=catalogue.pk).first()
    if kept is None:
        own = Collection.get_first_root_node().add_child(
            instance=Collection(name=catalogue.title[:255])
        )
        kept = CatalogueCollection.objects.create(catalogue_id=catalogue.pk, collection=own)
        writes = Q(page_permissions__page__in=catalogue.get_ancestors(inclusive=True))
        may_write = Q(page_permissions__permission__codename__in=("add_page", "change_page"))
        for group in Group.objects.filter(writes & may_write).distinct():
            grant_library(group, own)
    return kept.collection


def grant_library(group: Group, collection: Collection) -> None:
    for app_label, model in KINDS:
        for permission in Permission.objects.filter(
            content_type__app_label=app_label,
            codename__in=[f"{act}_{model}" for act in ACTS],
        ):
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=collection, permission=permission
            )


@transaction.atomic
def take_from_root(group: Group) -> None:
    """Take the library of everybody from a group that works in some catalogues alone."""
    root = Collection.get_first_root_node()
    GroupCollectionPermission.objects.filter(group=group, collection=root).delete()


@transaction.atomic
def move_library(collection: Collection) -> None:
    """Move what lies in the root collection: it was all of one catalogue."""
    root = Collection.get_first_root_node()
    for model in (Picture, Document, Media):
        model._default_manager.filter(collection=root).update(collection=collection)
