"""The demonstration province is made by the real services, once."""

import pytest
from django.core.management import CommandError, call_command

from assessments.models import Attempt
from certificates.models import Certificate
from lms.accounts.models import User
from lms.demo.accounts import ACCOUNTS, PASSWORD
from lms.demo.services import load_demo
from lms.enrolments.models import Enrolment


def test_the_province_is_made_once_and_its_records_hold(db):
    load_demo(officials=6, report=lambda line: None)
    before = [m.objects.count() for m in (User, Enrolment, Attempt, Certificate)]
    load_demo(officials=6, report=lambda line: None)
    assert [m.objects.count() for m in (User, Enrolment, Attempt, Certificate)] == before
    completed = Enrolment.objects.completed()
    assert completed.exists()
    assert Certificate.objects.count() == completed.count()
    register = Certificate.objects.order_by("register_year", "register_sequence")
    assert [c.issued_on for c in register] == sorted(c.issued_on for c in register)
    for certificate in register:
        assert certificate.printed["register_number"] == certificate.register_number
        assert certificate.register_number.startswith(f"{certificate.register_sequence:04d}/")
    for account in ACCOUNTS:
        assert User.objects.get(official_code=account.code).check_password(PASSWORD)


@pytest.mark.parametrize("number", ["0", "100000"])
def test_a_senseless_number_of_officials_is_refused(number):
    with pytest.raises(CommandError, match="from 1 to 99999"):
        call_command("load_demo", "--officials", number)
