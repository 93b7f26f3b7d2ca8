"""Reports cost something: one manager cannot take the machine away from everybody else."""

import pytest

PEOPLE, REPORT = "/agency/so-a/people/", "/agency/so-a/competency-report/"


@pytest.fixture(autouse=True)
def _four_a_minute(settings):
    settings.LMS_REPORTS_PER_MINUTE = 4


def test_attack_63_who_asks_for_report_upon_report_is_told_to_wait(cast, signed_in):
    client = signed_in(cast.minh)
    asked = [REPORT, f"{REPORT}?format=json", f"{PEOPLE}?format=csv", PEOPLE, REPORT, PEOPLE]
    answers = [client.get(path) for path in asked]
    assert [answer.status_code for answer in answers] == [200] * 4 + [429] * 2
    assert answers[-1]["Retry-After"] == "60"
    assert "Trần Thị Lan" not in answers[-1].content.decode()
    assert client.get("/agency/so-a/").status_code == 200


def test_attack_63_nobody_waits_because_of_somebody_else(cast, signed_in):
    client = signed_in(cast.minh)
    assert [client.get(REPORT).status_code for _ in range(6)] == [200] * 4 + [429] * 2
    assert signed_in(cast.phuc).get("/agency/so-b/competency-report/").status_code == 200
    assert signed_in(cast.phuc).get(REPORT).status_code == 404
