"""Rights are given once on every set-up, and each leads to a screen."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import NoReverseMatch, reverse
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from assessments.models import QuestionBank
from courses.models import CataloguePage
from lms.home.models import GivenRight
from lms.home.rights import ADMINISTRATOR_PERMISSIONS, TRAINER_PERMISSIONS
from lms.home.services import set_up_site
from tests.courses.makers import make_course

# Screens that are not named as their model is.
NAMED_OTHERWISE = {
    "certificatedesign": "wagtailsnippets_certificates_certificatedesign",
    "proficiencylevel": "level",
    "group": "wagtailusers_groups",
    "user": "wagtailusers_users",
    "workflow": "wagtailadmin_workflows",
    "task": "wagtailadmin_workflows:task",
    "collection": "wagtailadmin_collections",
}


def permission(codename: str) -> Permission:
    return Permission.objects.get(codename=codename)


def test_a_right_that_a_release_adds_is_given_to_a_group_that_is_there(db) -> None:
    """As in a province that ran the version before: without the right, and never given it."""
    group = Group.objects.get(name="Giảng viên")
    group.permissions.remove(permission("add_questionbank"))
    GivenRight.objects.filter(group=group, right="assessments.add_questionbank").delete()
    set_up_site(hostname="testserver")
    assert group.permissions.filter(codename="add_questionbank").exists()


def test_what_was_taken_away_by_hand_stays_away(cast) -> None:
    group = cast.site.trainers
    group.permissions.remove(permission("add_questionbank"))
    GroupPagePermission.objects.filter(group=group, permission__codename="add_page").delete()
    GroupCollectionPermission.objects.filter(group=group, permission__codename="add_media").delete()
    set_up_site(hostname="testserver")
    assert not group.permissions.filter(codename="add_questionbank").exists()
    pages = GroupPagePermission.objects.filter(group=group)
    assert [each.permission.codename for each in pages] == ["change_page"]
    assert not GroupCollectionPermission.objects.filter(
        group=group, permission__codename="add_media"
    ).exists()


def screens() -> list[tuple[str, str]]:
    """Return (do, model) of every right to write that a group is given."""
    rights = {*ADMINISTRATOR_PERMISSIONS, *TRAINER_PERMISSIONS, ("wagtailcore", "add_collection")}
    names = [codename.partition("_") for _app, codename in rights]
    return sorted((do, model) for do, _line, model in names if do == "add")


@pytest.mark.parametrize(("do", "model"), screens())
def test_every_model_that_people_keep_has_a_screen(cast, signed_in, do, model) -> None:
    client = signed_in(cast.admin)
    base = NAMED_OTHERWISE.get(model, model)
    index, add = (
        f"{base}_{x}" if base.endswith(":task") else f"{base}:{x}" for x in ("index", "add")
    )
    if base.startswith("wagtailsnippets"):
        index = f"{base}:list"
    if model == "task":
        add = "wagtailadmin_workflows:select_task_type"
    try:
        addresses = [reverse(index), reverse(add)]
    except NoReverseMatch as missing:
        pytest.fail(str(missing))
    for address in addresses:
        assert client.get(address, follow=True).status_code == 200
        assert not client.get(address).headers.get("Location", "").rstrip("/").endswith("/cms")


@pytest.mark.parametrize(
    "address",
    [
        "wagtailusers_groups:index",
        "wagtailadmin_workflows:index",
        "wagtailadmin_workflows:task_index",
        "wagtailadmin_collections:index",
        "topic:index",
    ],
)
def test_the_administrator_keeps_them_and_a_trainer_does_not(cast, signed_in, address) -> None:
    assert signed_in(cast.admin).get(reverse(address)).status_code == 200
    answer = signed_in(cast.trainer).get(reverse(address))
    assert answer.status_code == 302
    assert answer.url == reverse("wagtailadmin_home")


def test_a_trainer_keeps_banks_of_the_own_catalogue(cast, signed_in) -> None:
    client = signed_in(cast.trainer)
    form = {"name": "Ngân hàng mới", "code": "moi", "catalogue": cast.site.catalogue.pk}
    client.post(reverse("questionbank:add"), form)
    bank = QuestionBank.objects.get(code="moi")
    client.post(reverse("questionbank:edit", args=[bank.pk]), {**form, "name": "Tên khác"})
    bank.refresh_from_db()
    assert bank.name == "Tên khác"


def test_a_trainer_keeps_no_bank_of_another_catalogue(cast, signed_in) -> None:
    other = cast.site.home.add_child(instance=CataloguePage(title="Sở B", slug="so-b"))
    client = signed_in(cast.trainer)
    form = {"name": "Ngân hàng", "code": "khac", "catalogue": other.pk}
    assert client.post(reverse("questionbank:add"), form).status_code == 200
    assert not QuestionBank.objects.filter(code="khac").exists()
    theirs = QuestionBank.objects.create(name="B", code="b", catalogue=other)
    assert client.get(reverse("questionbank:edit", args=[theirs.pk])).status_code == 404


def test_a_topic_that_courses_have_is_not_deleted(cast, signed_in) -> None:
    client = signed_in(cast.admin)
    client.post(reverse("topic:add"), {"name": "Dữ liệu", "name_en": "", "slug": "du-lieu"})
    course = make_course(cast)
    topic = course.topics.model.objects.get(slug="du-lieu")
    course.topics.add(topic)
    course.save()
    delete = reverse("topic:delete", args=[topic.pk])
    assert client.post(delete).url == reverse("topic:edit", args=[topic.pk])
    course.topics.clear()
    course.save()
    client.post(delete)
    assert not type(topic).objects.filter(pk=topic.pk).exists()
