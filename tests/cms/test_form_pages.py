"""Every page of the CMS with a form of ours brings the scripts and styles of its fields."""

import re

import pytest
from django.urls import reverse

from lms.agencies.cms.act_views import ACTS


def brings_its_media(client, address: str) -> bool:
    answer = client.get(address)
    assert answer.status_code == 200
    form, shown = answer.context["form"], answer.content.decode()
    wanted = re.findall(r'(?:src|href)="([^"]+)"', str(form.media))
    return all(each in shown for each in wanted)


def test_the_form_for_evidence_chooses_a_person_and_a_day(cast, signed_in) -> None:
    client = signed_in(cast.admin)
    assert brings_its_media(client, reverse("evidence:record"))
    shown = client.get(reverse("evidence:record")).content.decode()
    assert reverse("person_chooser:choose") in shown
    assert "date-time-chooser" in shown


@pytest.mark.parametrize("act", [act.name for act in ACTS])
def test_the_acts_on_an_agency(cast, signed_in, act) -> None:
    address = reverse("agency:act", args=[cast.science.pk, act])
    assert brings_its_media(signed_in(cast.admin), address)


def test_creating_an_agency(cast, signed_in) -> None:
    assert brings_its_media(signed_in(cast.admin), reverse("agency:add"))


@pytest.mark.parametrize(
    "address",
    ["posting:add", "agencyrole:add", "requiredlevel:add", "question:add", "questionbank:add"],
)
def test_the_forms_of_rows(cast, signed_in, address) -> None:
    person = cast.trainer if address.startswith("question") else cast.admin
    assert brings_its_media(signed_in(person), reverse(address))
