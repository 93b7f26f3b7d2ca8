"""The organisation in the CMS: the tree of a day, versions that fit, postings, roles."""

import datetime as dt

import pytest
from django.core.management import call_command

from lms.agencies.models import AgencyRole, Position, Posting, Rank
from lms.agencies.services import revise_agency
from tests.cast import make_agency, make_posting, make_user

MARCH_1 = dt.date(2025, 3, 1)
LISTINGS = [
    "/cms/agency/",
    "/cms/posting/",
    "/cms/agencyrole/",
    "/cms/position/",
    "/cms/rank/",
    "/cms/reorganisation/",
]


@pytest.fixture
def admin(cast, signed_in):
    return signed_in(cast.admin)


@pytest.mark.parametrize("path", LISTINGS)
def test_an_administrator_opens_every_listing(admin, path):
    assert admin.get(path).status_code == 200


@pytest.mark.parametrize("path", LISTINGS)
def test_trainers_and_learners_do_not(cast, signed_in, path):
    for outsider in (cast.trainer, cast.lan):
        assert signed_in(outsider).get(path).status_code == 302


def test_the_tree_is_listed_as_of_a_day(admin, cast):
    revise_agency(agency=cast.centre, effective_on=MARCH_1, name="Trung tâm Mới")
    before = admin.get("/cms/agency/?on=2025-02-28").content.decode()
    after = admin.get("/cms/agency/?on=2025-03-01").content.decode()
    assert "— — Trung tâm Chuyển đổi số" in before
    assert "— — Trung tâm Mới" in after
    assert "Trung tâm Chuyển đổi số" not in after


def test_an_agency_is_found_without_diacritics(admin):
    page = admin.get("/cms/agency/?q=chuyen+doi").content.decode()
    assert "Trung tâm Chuyển đổi số" in page
    assert "Sở Tư pháp" not in page


@pytest.mark.parametrize("model", ["agency", "posting", "agencyrole"])
def test_what_records_rely_on_is_never_deleted(admin, cast, model):
    rows = {
        "agency": cast.justice,
        "posting": cast.lan.postings.get(),
        "agencyrole": cast.minh.agency_roles.get(),
    }
    row = rows[model]
    admin.post(f"/cms/{model}/delete/{row.pk}/")
    assert type(row).objects.filter(pk=row.pk).exists()


def test_acts_are_only_shown(admin, cast):
    revise_agency(agency=cast.centre, effective_on=MARCH_1, name="Trung tâm Mới")
    assert admin.get("/cms/reorganisation/").status_code == 200
    assert admin.get("/cms/reorganisation/new/").status_code == 302


def posting_form(cast, person, **changes):
    return {
        "learner": person.pk,
        "agency": cast.justice.pk,
        "position": cast.specialist.pk,
        "rank": "",
        "kind": "main",
        "valid_from": "2025-03-01",
        "valid_to": "",
        **changes,
    }


def test_a_posting_is_added(admin, cast):
    person = make_user("moi", "Trần Văn Mới")
    assert admin.post("/cms/posting/new/", posting_form(cast, person)).status_code == 302
    assert person.postings.get().agency == cast.justice


def test_a_second_main_post_is_refused_with_a_sentence(admin, cast):
    response = admin.post("/cms/posting/new/", posting_form(cast, cast.lan))
    assert response.status_code == 200
    assert "valid_from" in response.context["form"].errors
    assert cast.lan.postings.count() == 1


def test_a_posting_that_ceases_before_it_begins_is_refused(admin, cast):
    person = make_user("moi", "Trần Văn Mới")
    form = posting_form(cast, person, valid_to="2025-02-01")
    assert admin.post("/cms/posting/new/", form).status_code == 200
    assert not person.postings.exists()


def test_a_posting_or_role_in_an_agency_that_does_not_exist_then_is_refused(admin, cast):
    person = make_user("moi", "Trần Văn Mới")
    form = posting_form(cast, person, valid_from="2019-01-01")
    assert admin.post("/cms/posting/new/", form).status_code == 200
    role = {
        "user": person.pk,
        "agency": cast.justice.pk,
        "kind": "manager",
        "valid_from": "2019-01-01",
        "valid_to": "",
    }
    assert admin.post("/cms/agencyrole/new/", role).status_code == 200
    assert not AgencyRole.objects.filter(user=person).exists()
    admin.post("/cms/agencyrole/new/", {**role, "valid_from": "2025-03-01"})
    assert AgencyRole.objects.filter(user=person).exists()


def test_postings_are_found_by_name_without_diacritics_and_by_day(admin, cast):
    cast.hung.postings.update(valid_to=MARCH_1)
    found = admin.get("/cms/posting/?q=nguyen+van+hung").content.decode()
    assert "Nguyễn Văn Hùng" in found
    assert "Trần Thị Lan" not in found
    assert "Nguyễn Văn Hùng" not in admin.get("/cms/posting/?on=2025-03-01").content.decode()


def test_choosers_find_people_and_agencies_without_diacritics(admin):
    people = admin.get("/cms/person_chooser/results/?q=do+thuy").content.decode()
    assert "Đỗ Thúy Nga" in people
    assert "Trần Thị Lan" not in people
    agencies = admin.get("/cms/agency_chooser/results/?q=tu+phap").content.decode()
    assert "Sở Tư pháp" in agencies
    assert "Trung tâm" not in agencies


def test_listings_need_as_many_queries_with_many_rows(admin, cast, django_assert_max_num_queries):
    for n in range(15):
        agency = make_agency(f"x{n}", f"Phòng {n}", parent=cast.science)
        person = make_user(f"p{n}", f"Trần Văn {n}")
        make_posting(person, agency, cast.specialist)
        AgencyRole.objects.create(user=person, agency=agency, valid_from=MARCH_1)
    for path in LISTINGS[:3]:
        admin.get(path)
        with django_assert_max_num_queries(30):
            admin.get(path)


def test_positions_and_ranks_are_loaded_and_loading_again_changes_nothing(cast):
    for _ in range(2):
        call_command("load_positions", verbosity=0)
    assert Position.objects.count() == 6
    assert Rank.objects.count() == 16
    cast.specialist.refresh_from_db()
    assert Posting.objects.filter(position=cast.specialist).exists()
