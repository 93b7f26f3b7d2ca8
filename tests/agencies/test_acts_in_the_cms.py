"""Agencies change in the CMS by acts alone, each with its day and its decision."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from lms.agencies.models import Agency, AgencyKind, AgencyVersion, Reorganisation
from tests.cast import make_agency

MARCH_1 = dt.date(2025, 3, 1)
DECISION = {"effective_on": "2025-03-01", "decision_number": "12/QĐ-UBND"}


@pytest.fixture
def admin(cast, signed_in) -> Any:
    return signed_in(cast.admin)


def act(agency: Agency, name: str) -> str:
    return reverse("agency:act", args=[agency.pk, name])


def facts(agency: Agency, **changes: Any) -> dict[str, Any]:
    """The posted form of an agency as it is, with what changes."""
    version = agency.versions.get(valid_to=None)
    return {
        "name": version.name,
        "kind": version.kind,
        "parent": version.parent_id or "",
        "position": version.position,
        **DECISION,
        **changes,
    }


def recorded() -> list[tuple[str, str]]:
    return list(Reorganisation.objects.values_list("kind", "decision_number"))


def test_an_agency_is_created_by_an_act(admin, cast) -> None:
    form = {
        "code": "so-x",
        "name": "Sở X",
        "kind": AgencyKind.DEPARTMENT,
        "parent": cast.province.pk,
        "position": 0,
        **DECISION,
    }
    answer = admin.post(reverse("agency:add"), form)
    agency = Agency.objects.get(code="so-x")
    assert answer.url == reverse("agency:edit", args=[agency.pk])
    assert agency.versions.get().valid_from == MARCH_1
    assert recorded() == [("create", "12/QĐ-UBND")]
    assert Reorganisation.objects.get().recorded_by == cast.admin
    history = admin.get(reverse("agency:history", args=[agency.pk])).content.decode()
    assert "Thành lập cơ quan, theo quyết định 12/QĐ-UBND" in history


def test_a_code_in_use_is_refused_with_a_sentence(admin, cast) -> None:
    form = {"code": "so-a", "name": "Sở khác", "kind": "department", "position": 0, **DECISION}
    answer = admin.post(reverse("agency:add"), form)
    assert answer.status_code == 200
    assert "so-a" in str(answer.context["form"].non_field_errors())
    assert recorded() == []


@pytest.mark.parametrize("missing", ["effective_on", "decision_number"])
def test_no_act_without_its_day_and_its_decision(admin, cast, missing) -> None:
    form = facts(cast.science, name="Sở Mới", **{missing: ""})
    answer = admin.post(act(cast.science, "revise"), form)
    assert missing in answer.context["form"].errors
    assert cast.science.versions.count() == 1


def test_renaming_begins_a_new_version_and_is_recorded(admin, cast) -> None:
    admin.post(act(cast.science, "revise"), facts(cast.science, name="Sở Mới"))
    before, after = cast.science.versions.order_by("valid_from")
    assert (before.valid_to, after.valid_from, after.name) == (MARCH_1, MARCH_1, "Sở Mới")
    assert recorded() == [("rename", "12/QĐ-UBND")]


def test_the_form_begins_with_what_the_agency_is(admin, cast) -> None:
    form = admin.get(act(cast.centre, "revise")).context["form"]
    assert form["name"].value() == "Trung tâm Chuyển đổi số"
    assert form["parent"].value() == cast.science.pk
    assert "Sở Khoa học" in str(form["parent"])


def test_moving_is_recorded_as_a_move(admin, cast) -> None:
    admin.post(act(cast.centre, "revise"), facts(cast.centre, parent=cast.justice.pk))
    assert cast.centre.versions.get(valid_to=None).parent == cast.justice
    assert recorded() == [("move", "12/QĐ-UBND")]


def test_an_agency_cannot_be_put_below_itself(admin, cast) -> None:
    answer = admin.post(act(cast.science, "revise"), facts(cast.science, parent=cast.centre.pk))
    assert answer.context["form"].non_field_errors()
    assert cast.science.versions.get().parent == cast.province
    assert recorded() == []


def test_merging_takes_the_people_along(admin, cast) -> None:
    other = make_agency("so-c", "Sở C", parent=cast.province)
    form = {"successor": cast.justice.pk, "together_with": [other.pk], **DECISION}
    assert admin.post(act(cast.science, "merge"), form).status_code == 302
    assert cast.lan.postings.get(valid_to=None).agency == cast.justice
    ceased = AgencyVersion.objects.valid_on(MARCH_1).filter(agency__in=[cast.science, other])
    assert not ceased.exists()
    assert cast.centre.versions.get(valid_to=None).parent == cast.justice
    assert recorded() == [("merge", "12/QĐ-UBND")]


def test_splitting_moves_the_people_to_one_successor(admin, cast) -> None:
    parts = [make_agency(f"moi-{n}", f"Sở {n}", parent=cast.province) for n in (1, 2)]
    form = {"successors": [p.pk for p in parts], "people_to": parts[0].pk, **DECISION}
    assert admin.post(act(cast.justice, "split"), form).status_code == 302
    assert cast.hung.postings.get(valid_to=None).agency == parts[0]
    assert recorded() == [("split", "12/QĐ-UBND")]


def test_an_agency_with_people_is_not_dissolved(admin, cast) -> None:
    answer = admin.post(act(cast.justice, "dissolve"), DECISION)
    assert answer.context["form"].non_field_errors()
    empty = make_agency("rong", "Phòng rỗng", parent=cast.justice)
    admin.post(act(empty, "dissolve"), DECISION)
    assert empty.versions.get().valid_to == MARCH_1
    assert recorded() == [("dissolve", "12/QĐ-UBND")]


def test_the_page_of_an_agency_only_shows_its_versions(admin, cast) -> None:
    page = reverse("agency:edit", args=[cast.science.pk])
    shown = admin.get(page).content.decode()
    assert "Sở Khoa học và Công nghệ" in shown
    assert act(cast.science, "merge") in shown
    row = {
        "code": "khac",
        "versions-TOTAL_FORMS": 1,
        "versions-INITIAL_FORMS": 1,
        "versions-0-id": cast.science.versions.get().pk,
        "versions-0-name": "Tên lén",
    }
    assert admin.post(page, row).status_code == 405
    quoted = page.replace(f"/{cast.science.pk}/", f"/_{cast.science.pk:X}/")
    assert admin.post(quoted, row).status_code == 404
    cast.science.refresh_from_db()
    assert cast.science.code == "so-a"
    assert cast.science.versions.get().name == "Sở Khoa học và Công nghệ"


def test_a_double_click_records_one_act(admin, cast) -> None:
    form = {"successor": cast.justice.pk, **DECISION}
    for _ in range(2):
        assert admin.post(act(cast.centre, "merge"), form).status_code == 302
    assert len(recorded()) == 1


def test_acts_are_for_administrators_alone(cast, signed_in) -> None:
    paths = [reverse("agency:add"), act(cast.science, "dissolve")]
    paths.append(reverse("agency:edit", args=[cast.science.pk]))
    for outsider in (cast.trainer, cast.minh, cast.lan):
        client = signed_in(outsider)
        assert {client.get(path).status_code for path in paths} == {302}
        assert client.post(act(cast.centre, "revise"), facts(cast.centre)).status_code == 302
    assert recorded() == []


def test_an_unknown_act_or_agency_is_not_there(admin, cast) -> None:
    assert admin.get(act(cast.science, "burn")).status_code == 404
    assert admin.get(reverse("agency:act", args=[999_999, "merge"])).status_code == 404
    assert admin.get(reverse("agency:edit", args=[999_999])).status_code == 404
