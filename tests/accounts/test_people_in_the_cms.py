"""People in the CMS: added without a password, found without diacritics, never deleted."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Permission
from django.test import Client

from lms.accounts.models import User
from tests.cast import PASSWORD, make_user
from tests.notifications.mails import delivered
from tests.refusals import TURNED_AWAY, outcome


@pytest.fixture
def admin(cast, signed_in):
    return signed_in(cast.admin)


@pytest.fixture
def operator(db):
    """Somebody who could be mailed a link and has a second factor that could be reset."""
    operator = User.objects.create_superuser(
        "operator", "Ngô Bảo Anh", PASSWORD, email="operator@tinh.example"
    )
    TOTP.activate(operator, "JBSWY3DPEHPK3PXP")
    return operator


def form(**changes):
    return {
        "full_name": "Nguyễn Thị Mới",
        "official_code": "cb-001",
        "email": "Moi@tinh.example",
        "date_of_birth": "1990-05-17",
        "gender": "female",
        "language": "vi",
        "is_active": "on",
        **changes,
    }


OWN_SETTINGS = {
    "locale-preferred_language": "en",
    "locale-current_time_zone": "Asia/Ho_Chi_Minh",
    "theme-theme": "system",
    "theme-contrast": "system",
    "theme-density": "default",
    "notifications-submitted_notifications": "on",
}


def edit(person) -> str:
    return f"/cms/users/edit/{person.pk}/"


def test_people_are_sorted_by_given_name(admin):
    page = admin.get("/cms/users/").content.decode()
    order = ["Hoàng Đức Anh", "Vũ Thu Hà", "Nguyễn Văn Hùng", "Trần Thị Lan", "Lê Quang Minh"]
    places = [page.index(name) for name in order]
    assert places == sorted(places)


@pytest.mark.parametrize("words", ["thuy nga", "Thúy Nga", "NGA", "nga@tinh"])
def test_people_are_found_without_diacritics_and_by_code_or_address(admin, words):
    page = admin.get("/cms/users/", {"q": words}).content.decode()
    assert "Đỗ Thúy Nga" in page
    assert "Trần Thị Lan" not in page


def test_a_person_is_added_without_a_password(admin):
    assert admin.post("/cms/users/new/", form()).status_code == 302
    person = User.objects.get(official_code="cb-001")
    assert person.email == "moi@tinh.example"
    assert not person.has_usable_password()


def test_the_new_person_chooses_a_password_by_mail(admin, client):
    admin.post("/cms/users/new/", form())
    person = User.objects.get(official_code="cb-001")
    path = f"/cms/users/password-link/{person.pk}/"
    assert admin.get(path).status_code == 200
    assert not delivered()
    admin.post(path)
    assert delivered()[0].to == ["moi@tinh.example"]
    link = next(w for w in delivered()[0].body.split() if "/accounts/password/reset/key/" in w)
    page = client.get(link.removeprefix("http://127.0.0.1:8000"), follow=True)
    password = "Mật-khẩu-rất-mới-2026"
    client.post(page.request["PATH_INFO"], {"password1": password, "password2": password})
    login = {"login": "CB-001", "password": password}
    assert Client().post("/accounts/login/", login).status_code == 302


def test_no_link_goes_to_who_has_no_address_or_may_not_sign_in(admin, cast):
    User.objects.filter(pk=cast.lan.pk).update(email=None)
    User.objects.filter(pk=cast.nga.pk).update(is_active=False)
    for person in (cast.lan, cast.nga):
        admin.post(f"/cms/users/password-link/{person.pk}/")
    assert not delivered()


@pytest.mark.parametrize(
    "bad",
    [
        {"official_code": "LAN"},
        {"email": "LAN@tinh.example"},
        {"official_code": "có dấu"},
        {"full_name": ""},
        {"date_of_birth": "31/02/1990"},
    ],
)
def test_a_form_that_cannot_be_is_refused(admin, bad):
    assert admin.post("/cms/users/new/", form(**bad)).status_code == 200
    assert not User.objects.filter(official_code="cb-001").exists()


def test_an_edited_person_is_saved_and_sorted_anew(admin, cast):
    assert admin.get(edit(cast.lan)).status_code == 200
    admin.post(edit(cast.lan), form(full_name="Trần Thị Ánh", official_code="lan"))
    cast.lan.refresh_from_db()
    assert cast.lan.folded_name == "tran thi anh"


def test_the_page_of_a_person_shows_the_postings(admin, cast):
    assert "Sở Khoa học và Công nghệ" in admin.get(edit(cast.lan)).content.decode()


def test_nobody_is_deleted_one_by_one_or_in_bulk(admin, operator, signed_in, cast):
    bulk = f"/cms/bulk/accounts/user/delete/?id={cast.lan.pk}"
    for client in (admin, signed_in(operator)):
        client.post(f"/cms/users/delete/{cast.lan.pk}/")
        client.post(bulk)
    assert User.objects.filter(pk=cast.lan.pk).exists()


def test_who_is_no_longer_allowed_to_sign_in_is_signed_out_at_once(admin, cast, signed_in):
    lan = signed_in(cast.lan)
    assert lan.get("/accounts/").status_code == 200
    admin.post(edit(cast.lan), form(official_code="lan", is_active=""))
    assert lan.get("/accounts/").status_code == 302


@pytest.mark.parametrize("who", ["somebody new", "somebody known"])
def test_attack_19_an_administrator_cannot_make_operators(admin, cast, who):
    path, code = ("/cms/users/new/", "cb-001") if who == "somebody new" else (edit(cast.lan), "lan")
    sent = form(official_code=code, is_superuser="on", is_staff="on", user_permissions="1")
    assert admin.post(path, sent).status_code == 302
    made = User.objects.get(official_code=code)
    assert made.full_name == "Nguyễn Thị Mới"
    assert not made.is_superuser
    assert not made.is_staff
    assert not made.user_permissions.exists()


def test_an_operator_can_make_operators(operator, cast, signed_in):
    sent = form(official_code="lan", is_superuser="on")
    assert signed_in(operator).post(edit(cast.lan), sent).status_code == 302
    cast.lan.refresh_from_db()
    assert cast.lan.is_superuser


def acts_on(person, trainers) -> list[tuple[str, dict[str, object]]]:
    """Return path and form of all that can be done to a person in the CMS."""
    bulk, query = "/cms/bulk/accounts/user", f"?next=/cms/users/&id={person.pk}"
    changed = form(official_code=person.official_code, email=person.email)
    return [
        (f"/cms/users/password-link/{person.pk}/", {}),
        (f"/cms/users/second-factor-reset/{person.pk}/", {}),
        (edit(person), changed),
        (f"{bulk}/assign_role/{query}", {"role": trainers.pk}),
        (f"{bulk}/set_active_state/{query}", {"mark_as_active": "False"}),
    ]


def test_attack_19_an_administrator_cannot_touch_an_operator(admin, operator, cast):
    before = User.objects.filter(pk=operator.pk).values().get()
    for path, sent in acts_on(operator, cast.site.trainers):
        admin.post(path, sent)
        assert User.objects.filter(pk=operator.pk).values().get() == before, path
    assert not operator.groups.exists()
    assert not delivered()
    assert Authenticator.objects.filter(user=operator).exists()


def test_attack_19_the_same_acts_reach_whoever_is_no_operator(admin, operator, cast):
    """What is refused above is refused for the operator's sake, not for a wrong address."""
    User.objects.filter(pk=operator.pk).update(is_superuser=False)
    for path, sent in acts_on(operator, cast.site.trainers):
        assert admin.post(path, sent).status_code == 302, path
    operator.refresh_from_db()
    assert (operator.full_name, operator.is_active) == ("Nguyễn Thị Mới", False)
    assert operator.groups.get() == cast.site.trainers
    assert operator.deliveries.count() == 1
    assert not Authenticator.objects.filter(user=operator).exists()


def test_nobody_gives_themselves_a_role(admin, cast):
    groups = [cast.site.trainers.pk]
    admin.post(edit(cast.admin), form(official_code="quantri", groups=groups, is_active=""))
    for path, sent in acts_on(cast.admin, cast.site.trainers)[-2:]:
        admin.post(path, sent)
    cast.admin.refresh_from_db()
    assert cast.admin.full_name == "Nguyễn Thị Mới"
    assert cast.admin.is_active
    assert list(cast.admin.groups.all()) == [cast.site.administrators]


def shows_and_writes_the_ethnic_group(client, person) -> tuple[bool, str]:
    """Return whether its value is shown, and what it is after another one was posted."""
    User.objects.filter(pk=person.pk).update(ethnic_group="Tày")
    shown = client.get(edit(person)).content.decode()
    sent = form(official_code=person.official_code, ethnic_group="Nùng")
    assert client.post(edit(person), sent).status_code == 302
    person.refresh_from_db()
    assert person.full_name == "Nguyễn Thị Mới"
    return "Tày" in shown, person.ethnic_group


def test_attack_23_a_field_with_a_right_of_its_own_is_neither_shown_nor_written(cast, signed_in):
    assert shows_and_writes_the_ethnic_group(signed_in(cast.admin), cast.lan) == (True, "Nùng")
    may_see = Permission.objects.get(codename="see_ethnic_group")
    cast.site.administrators.permissions.remove(may_see)
    without = signed_in(cast.admin)
    assert shows_and_writes_the_ethnic_group(without, cast.lan) == (False, "Tày")
    without.post("/cms/users/new/", form(ethnic_group="Nùng", email=""))
    assert User.objects.get(official_code="cb-001").ethnic_group == ""


def test_a_lost_phone_is_helped_by_resetting_the_second_step(admin, cast, signed_in):
    TOTP.activate(cast.lan, "JBSWY3DPEHPK3PXP")
    lan = signed_in(cast.lan)
    lan.get("/accounts/")
    admin.post(f"/cms/users/second-factor-reset/{cast.lan.pk}/")
    assert not Authenticator.objects.filter(user=cast.lan).exists()
    assert lan.get("/accounts/").status_code == 302


@pytest.mark.parametrize("path", ["/cms/users/", "/cms/users/new/"])
def test_trainers_and_learners_do_not_see_the_register(cast, signed_in, path):
    for outsider in (cast.trainer, cast.lan):
        assert signed_in(outsider).get(path).status_code == 302


def test_acts_on_people_are_not_for_trainers(cast, signed_in):
    trainer = signed_in(cast.trainer)
    for act in ("password-link", "second-factor-reset"):
        assert outcome(trainer.post(f"/cms/users/{act}/{cast.lan.pk}/")) == TURNED_AWAY
    assert not delivered()


def test_the_account_page_of_the_cms_shows_the_name_and_keeps_the_language(cast, signed_in):
    trainer = signed_in(cast.trainer)
    assert "Vũ Thu Hà" in trainer.get("/cms/account/").content.decode()
    assert trainer.post("/cms/account/", OWN_SETTINGS).status_code == 302
    cast.trainer.refresh_from_db()
    assert cast.trainer.language == "en"


def test_attack_23_nobody_rewrites_themselves_among_their_settings(cast, signed_in):
    kept = ("full_name", "email", "official_code", "is_active", "is_superuser", "password")
    rows = User.objects.filter(pk=cast.trainer.pk)
    before = rows.values(*kept).get()
    panels = ("", "name_email-", "password-", "locale-", "avatar-", "theme-", "notifications-")
    names = {**dict.fromkeys(kept, "1"), "first_name": "A", "last_name": "B", "groups": "1"}
    unasked = {f"{panel}{name}": value for panel in panels for name, value in names.items()}
    password = {
        "password-old_password": PASSWORD,
        "password-new_password1": "Mật-khẩu-khác-2026",
        "password-new_password2": "Mật-khẩu-khác-2026",
    }
    client = signed_in(cast.trainer)
    answer = client.post("/cms/account/", {**unasked, **password, **OWN_SETTINGS})
    assert answer.status_code == 302
    assert User.objects.get(pk=cast.trainer.pk).language == "en"
    assert rows.values(*kept).get() == before
    assert list(cast.trainer.groups.all()) == [cast.site.trainers]


def test_the_list_needs_as_many_queries_with_many_people(admin, django_assert_max_num_queries):
    for n in range(30):
        make_user(f"p{n}", f"Trần Văn {n}")
    admin.get("/cms/users/")
    with django_assert_max_num_queries(25):
        admin.get("/cms/users/")
