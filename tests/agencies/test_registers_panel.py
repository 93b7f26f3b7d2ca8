"""The dashboard of an administrator names what the registers need."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from lms.agencies.cms.panels import (
    acts_to_come,
    people_who_cannot_sign_in_yet,
    people_without_posting,
)
from lms.agencies.models import Reorganisation
from tests.cast import make_user

TODAY = timezone.localdate()


def test_people_without_a_posting_and_without_a_password_are_named(cast, signed_in) -> None:
    assert set(people_without_posting(TODAY)) == {cast.trainer, cast.approver, cast.admin}
    new = make_user("moi", "Ngô Văn Mới")
    new.set_unusable_password()
    new.save()
    assert new in people_without_posting(TODAY)
    assert list(people_who_cannot_sign_in_yet()) == [new]
    home = reverse("wagtailadmin_home")
    shown = signed_in(cast.admin).get(home).content.decode()
    assert "Ngô Văn Mới" in shown
    for other in (cast.trainer, cast.approver):
        assert "Ngô Văn Mới" not in signed_in(other).get(home).content.decode()


def test_acts_that_take_effect_soon_are_named(cast) -> None:
    for days in (-1, 0, 30, 90):
        Reorganisation.objects.create(
            kind="rename", effective_on=TODAY + dt.timedelta(days=days), recorded_by=cast.admin
        )
    assert [act.effective_on for act in acts_to_come(TODAY)] == [TODAY + dt.timedelta(days=30)]
