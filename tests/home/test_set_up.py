"""The first pages, groups and the workflow are made once."""

from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import GroupPagePermission, Page, Site, Workflow
from wagtail.permissions import policy_registry

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
