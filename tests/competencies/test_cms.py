"""Competencies in the CMS: frameworks to maintain, evidence to read, to add by hand, to revoke."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import ModelLogEntry

from lms.competencies.models import Competency, Evidence, EvidenceKind, Framework, RequiredLevel
from tests.competencies.samples import make_scale
from tests.refusals import TURNED_AWAY, asked_to_sign_in, outcome


def record(client, cast, ct, **fields: object):
    return client.post(
        reverse("evidence:record"),
        {
            "learner": cast.lan.pk,
            "kind": "recognised",
            "competency": ct.competencies["CT01"].pk,
            "level": ct.levels[3].pk,
            "source_label": "Chứng chỉ số 12/2025",
            "achieved_on": "2026-03-01",
            "expires_on": "",
            **fields,
        },
    )


@pytest.mark.parametrize("name", ["framework", "competency", "level", "requiredlevel", "evidence"])
def test_every_list_opens_for_administrators_alone(cast, ct, signed_in, name):
    address = reverse(f"{name}:index")
    assert signed_in(cast.admin).get(address).status_code == 200
    assert outcome(signed_in(cast.trainer).get(address)) == TURNED_AWAY
    for outsider in (cast.lan, cast.minh):
        assert outcome(signed_in(outsider).get(address)) == asked_to_sign_in(address)


def test_competencies_are_listed_in_the_order_of_the_tree(cast, ct, signed_in):
    text = signed_in(cast.admin).get(reverse("competency:index")).content.decode()
    places = [text.index(f"{code} ") for code in ct.competencies]
    assert places == sorted(places)


def test_an_administrator_edits_a_competency_and_dates_a_requirement(cast, ct, signed_in):
    client = signed_in(cast.admin)
    competency = ct.competencies["CT01"]
    answer = client.post(
        reverse("competency:edit", args=[competency.pk]),
        {
            "framework": ct.framework.pk,
            "parent": "",
            "code": "CT01",
            "position": "1",
            "name": "Tên mới",
            "name_en": "",
            "description": "",
            "description_en": "",
        },
    )
    assert answer.status_code == 302
    assert Competency.objects.get(pk=competency.pk).name == "Tên mới"
    fields = {
        "position": cast.specialist.pk,
        "competency": competency.pk,
        "level": ct.levels[2].pk,
        "valid_from": "2026-05-01",
        "valid_to": "2026-01-01",
    }
    page = client.post(reverse("requiredlevel:add"), fields)
    assert page.status_code == 200
    assert not RequiredLevel.objects.exists()
    assert client.post(reverse("requiredlevel:add"), {**fields, "valid_to": ""}).status_code == 302


def test_frameworks_and_competencies_stay(cast, ct, signed_in):
    client = signed_in(cast.admin)
    ct.prove(cast.lan, "CT01", 1)
    for name, row in (("framework", ct.framework), ("competency", ct.competencies["CT01"])):
        answer = client.post(reverse(f"{name}:delete", args=[row.pk]))
        assert outcome(answer) == TURNED_AWAY
    assert Framework.objects.count() == 1
    assert Competency.objects.count() == 3


def test_a_requirement_needs_a_level_of_the_same_framework(cast, ct, signed_in):
    other = make_scale(code="TT")
    page = signed_in(cast.admin).post(
        reverse("requiredlevel:add"),
        {
            "position": cast.specialist.pk,
            "competency": ct.competencies["CT01"].pk,
            "level": other.levels[2].pk,
            "valid_from": "2026-05-01",
            "valid_to": "",
        },
    )
    assert page.status_code == 200
    assert not RequiredLevel.objects.exists()


def test_an_administrator_records_a_recognised_certificate(cast, ct, signed_in):
    client = signed_in(cast.admin)
    assert client.get(reverse("evidence:record")).status_code == 200
    for _click in range(2):
        assert record(client, cast, ct).status_code == 302
    evidence = Evidence.objects.get()
    assert (evidence.learner, evidence.kind) == (cast.lan, EvidenceKind.RECOGNISED)
    assert evidence.recorded_by == cast.admin
    assert ModelLogEntry.objects.filter(action="competencies.record_evidence").count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"learner": "999999"},
        {"kind": "course"},
        {"kind": "self"},
        {"expires_on": "2026-01-01"},
        {"achieved_on": "2100-01-01"},
        {"achieved_on": "32/13/2026"},
        {"source_label": ""},
        {"level": "999999"},
    ],
)
def test_a_mistake_is_explained_and_nothing_is_recorded(cast, ct, signed_in, fields):
    page = record(signed_in(cast.admin), cast, ct, **fields)
    assert page.status_code == 200
    assert page.context["form"].errors
    assert not Evidence.objects.exists()


def test_a_level_of_another_framework_is_explained(cast, ct, signed_in):
    other = make_scale(code="TT")
    page = record(signed_in(cast.admin), cast, ct, level=other.levels[1].pk)
    assert page.context["form"].non_field_errors()
    assert not Evidence.objects.exists()


def test_an_administrator_revokes_evidence_with_a_reason(cast, ct, signed_in):
    client = signed_in(cast.admin)
    evidence = ct.prove(cast.lan, "CT01", 2)
    inspected = client.get(reverse("evidence:inspect", args=[evidence.pk])).content.decode()
    address = reverse("evidence:revoke", args=[evidence.pk])
    assert address in inspected
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": " "}).context["form"].errors
    assert client.post(address, {"reason": "Giả mạo"}).status_code == 302
    evidence.refresh_from_db()
    assert evidence.revocation_reason == "Giả mạo"
    assert client.get(reverse("evidence:revoke", args=[999_999])).status_code == 404


def test_evidence_is_neither_edited_nor_deleted(cast, ct, signed_in):
    cast.admin.is_superuser = True
    cast.admin.save()
    client = signed_in(cast.admin)
    evidence = ct.prove(cast.lan, "CT01", 2)
    for name in ("edit", "delete"):
        answer = client.post(reverse(f"evidence:{name}", args=[evidence.pk]))
        assert outcome(answer) == TURNED_AWAY
    assert outcome(client.post(reverse("evidence:add"))) == TURNED_AWAY
    assert Evidence.objects.count() == 1


def test_attack_35_others_neither_record_nor_revoke(cast, ct, signed_in):
    evidence = ct.prove(cast.lan, "CT01", 2)
    revoke = reverse("evidence:revoke", args=[evidence.pk])
    for outsider in (cast.trainer, cast.approver, cast.minh, cast.lan):
        client = signed_in(outsider)
        works_here = outsider in (cast.trainer, cast.approver)
        for address, answer in (
            (reverse("evidence:record"), record(client, cast, ct)),
            (revoke, client.post(revoke, {"reason": "x"})),
        ):
            refused = TURNED_AWAY if works_here else asked_to_sign_in(address)
            assert outcome(answer) == refused, outsider
    evidence.refresh_from_db()
    assert evidence.revoked_on is None
    assert Evidence.objects.count() == 1


def test_evidence_is_found_without_diacritics(cast, ct, signed_in):
    ct.prove(cast.lan, "CT01", 2, source_label="Của Lan")
    ct.prove(cast.hung, "CT01", 2, source_label="Của Hùng")
    client = signed_in(cast.admin)
    for query in ("tran thi lan", "LAN", "Lan"):
        text = client.get(reverse("evidence:index"), {"q": query}).content.decode()
        assert "Của Lan" in text, query
        assert "Của Hùng" not in text, query


def test_two_levels_are_not_required_at_once(cast, ct, signed_in):
    ct.require(cast.specialist, "CT01", 2, valid_to=dt.date(2026, 6, 1))
    client = signed_in(cast.admin)
    fields = {
        "position": cast.specialist.pk,
        "competency": ct.competencies["CT01"].pk,
        "level": ct.levels[3].pk,
        "valid_to": "",
    }
    for day, taken in (("2026-05-31", True), ("2025-01-01", True), ("2026-06-01", False)):
        page = client.post(reverse("requiredlevel:add"), {**fields, "valid_from": day})
        assert (page.status_code == 200) == taken, day
    assert RequiredLevel.objects.count() == 2


def test_a_competency_hangs_below_a_domain_of_its_own_framework(ct):
    other = make_scale(code="TT")
    first, second, third = ct.competencies.values()
    first.parent = other.competencies["TT01"]
    with pytest.raises(ValidationError):
        first.full_clean()
    second.parent = third
    second.full_clean()
    second.save()
    for above in (second, third):
        third.parent = above
        with pytest.raises(ValidationError) as refused:
            third.full_clean()
        assert list(refused.value.message_dict) == ["parent"]
