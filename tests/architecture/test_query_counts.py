"""No list and no page asks the database more often because there is more to show."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lms.agencies.models import Agency, AgencyKind, AgencyRole, Position, Rank
from lms.agencies.services import create_agency
from lms.competencies.models import Competency, Framework, ProficiencyLevel, RequiredLevel
from lms.enrolments.models import Enrolment
from tests.assessments.makers import make_bank, make_question
from tests.cast import FIRST_DAY
from tests.certificates.samples import make_design
from tests.enrolments.makers import make_due
from tests.reports.world import World, build_world

CMS = [
    "/cms/users/",
    "/cms/agency/",
    "/cms/posting/",
    "/cms/agencyrole/",
    "/cms/position/",
    "/cms/rank/",
    "/cms/reorganisation/",
    "/cms/framework/",
    "/cms/competency/",
    "/cms/level/",
    "/cms/requiredlevel/",
    "/cms/evidence/",
    "/cms/questionbank/",
    "/cms/question/",
    "/cms/certificates/register/",
    "/cms/snippets/certificates/certificatedesign/",
    "/cms/agency_chooser/",
    "/cms/person_chooser/",
    "/cms/question_chooser/",
    "/cms/bank_chooser/",
]
MANAGER = [
    "/agency/",
    "/agency/so-a/",
    "/agency/so-a/people/",
    "/agency/so-a/people/lan/",
    "/agency/so-a/assignments/",
    "/agency/so-a/competency-report/",
]
# Fewer than a page of a chooser holds.
FEW, MANY = 2, 7


@pytest.fixture
def world(cast) -> World:
    return build_world(cast)


def fill(world: World, number: int, name: str) -> None:
    """Add so many rows of everything that is listed."""
    cast = world.cast
    bank = make_bank(cast.site.catalogue, f"bank-{name}")
    for n in range(number):
        code = f"{name}{n}"
        place, elsewhere = (
            create_agency(
                code=f"{code}-{parent.code}",
                name=f"Phòng {code}",
                kind=AgencyKind.DIVISION,
                effective_on=FIRST_DAY,
                parent=parent,
                decision_number="12/QĐ",
                recorded_by=cast.admin,
            )
            for parent in (cast.science, cast.justice)
        )
        (person,) = world.people(place, 1)
        add_scale(world, code)
        add_learning(world, person)
        AgencyRole.objects.create(user=person, agency=place, valid_from=FIRST_DAY)
        AgencyRole.objects.create(user=cast.minh, agency=elsewhere, valid_from=FIRST_DAY)
        Rank.objects.create(code=code, name="Ngạch", name_en="Rank")
        make_design(name=f"Mẫu {code}")
        make_bank(cast.site.catalogue, code)
        make_question(bank, tags=(f"tag-{n}",), competency=world.data)
        add_learning(world, cast.lan)


def add_scale(world: World, code: str) -> None:
    framework = Framework.objects.create(code=code, version="1", name=f"Khung {code}")
    level = ProficiencyLevel.objects.create(framework=framework, number=1, name="Mức 1")
    top = Competency.objects.create(framework=framework, code="A", name="Miền")
    competency = Competency.objects.create(framework=framework, code="A1", name="Tin", parent=top)
    RequiredLevel.objects.create(
        position=Position.objects.create(code=code, name=f"Vị trí {code}", name_en="Post"),
        competency=competency,
        level=level,
        valid_from=FIRST_DAY,
    )
    world.require(competency, 1)


def add_learning(world: World, person) -> None:
    world.prove(person, world.data, 2)
    world.certify(person)
    world.complete(person, dt.date(2026, 2, 1))
    if not Enrolment.objects.filter(learner=person, completed_at=None).exists():
        taking = Enrolment.objects.create(learner=person, course=world.course)
        day = dt.date(2026, 1, 1) + dt.timedelta(days=person.pk)
        make_due(taking, day, agency=world.cast.science, recorded_by=world.cast.minh)


def queries(client: Client, addresses: list[str]) -> dict[str, int]:
    found = {}
    for address in addresses:
        # Once for what the process keeps: content types, the site, the permissions.
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        assert answer.status_code == 200, address
        found[address] = len(captured)
    return found


@pytest.mark.parametrize(
    ("who", "addresses"), [("admin", CMS), ("minh", MANAGER)], ids=["administrator", "manager"]
)
def test_more_rows_take_no_more_queries(world, signed_in, who, addresses):
    fill(world, FEW, "it")
    client = signed_in(getattr(world.cast, who))
    few = queries(client, addresses)
    fill(world, MANY, "nhieu")
    assert Agency.objects.count() > MANY
    many = queries(client, addresses)
    grown = {a: (few[a], many[a]) for a in addresses if many[a] > few[a]}
    assert grown == {}


def test_every_list_has_its_rows_on_the_page(world, signed_in):
    """The comparison above is worth something only where the new rows are shown."""
    fill(world, FEW + MANY, "x")
    client = signed_in(world.cast.admin)
    for address in CMS:
        page = client.get(address).content.decode()
        assert page.count("<tr") > FEW + MANY, address
