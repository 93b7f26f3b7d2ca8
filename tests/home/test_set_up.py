"""The first pages, groups and the workflow are made once."""

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.management import call_command
from wagtail.documents.models import Document
from wagtail.models import Collection, GroupPagePermission, Page, Site, Workflow
from wagtail.permissions import policy_registry

from courses.library import collection_of, grant_library
from courses.models import CatalogueCollection
from lms.home.services import set_up_site


def test_setting_up_again_changes_nothing(db):
    def counts():
        models = (Page, Group, GroupPagePermission, Workflow)
        return [model.objects.count() for model in models]

    before = counts()
    set_up_site(hostname="testserver")
    assert counts() == before


def test_the_site_s_address_follows_the_setting(db, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://hoc.tinh.example"
    call_command("setup_site", verbosity=0)
    site = Site.objects.get(is_default_site=True)
    assert (site.hostname, site.port) == ("hoc.tinh.example", 443)


def test_trainers_write_and_only_approvers_publish(cast):
    catalogue = cast.site.catalogue
    assert catalogue.permissions_for_user(cast.trainer).can_edit()
    assert not catalogue.permissions_for_user(cast.trainer).can_publish()
    assert catalogue.permissions_for_user(cast.approver).can_publish()
    assert catalogue.get_workflow() is not None


def test_no_group_may_delete_what_records_rely_on(cast):
    """A permission to delete is given only where the CMS lets somebody delete."""
    for group in (cast.site.trainers, cast.site.approvers, cast.site.administrators):
        for permission in group.permissions.filter(codename__startswith="delete_"):
            model = permission.content_type.model_class()
            policy = policy_registry.get_by_type(model)
            assert policy.user_has_permission(cast.admin, "delete"), model


def test_administrators_delete_a_topic_nobody_uses_but_no_person(cast):
    assert cast.admin.has_perm("courses.delete_topic")
    assert not cast.admin.has_perm("accounts.delete_user")
    assert not cast.admin.has_perm("agencies.delete_agency")
    assert cast.admin.has_perm("accounts.see_ethnic_group")


def test_setting_up_again_gives_the_one_catalogue_there_is_what_all_shared(db) -> None:
    parts = set_up_site(hostname="testserver")
    CatalogueCollection.objects.all().delete()
    root = Collection.get_first_root_node()
    grant_library(parts.trainers, root)
    old = Document.objects.create(title="Cũ", file=ContentFile(b"x", name="cu.txt"))
    set_up_site(hostname="testserver")
    old.refresh_from_db()
    assert old.collection == collection_of(parts.catalogue)
    assert not root.group_permissions.filter(group=parts.trainers).exists()
    assert root.group_permissions.filter(group=parts.administrators).exists()
