"""The whole demonstration, made once."""

import datetime as dt
import random
from collections.abc import Callable

from django.core.management import call_command
from django.utils import timezone

from courses.models import CoursePage
from lms.accounts.models import User
from lms.agencies.models import Posting
from lms.demo.accounts import make_accounts
from lms.demo.earlier import EarlierTraining, assign_around_today
from lms.demo.history import Persona, make_history, take_course
from lms.demo.province import MAIL_DOMAIN, Province, make_agencies, make_design, make_officials
from lms.demo.register import number_by_date
from lms.home.services import set_up_site

SEED = 20210218
Report = Callable[[str], None]


def is_loaded() -> bool:
    """Return whether the invented officials are there."""
    return User.objects.filter(official_code="BG00001", email__endswith=MAIL_DOMAIN).exists()


def load_demo(*, officials: int, report: Report, today: dt.date | None = None) -> Province:
    """Make the demonstration province; what an earlier run made is left as it is.

    Each learner's history is one transaction, so that an interrupted run can be repeated.
    """
    rng = random.Random(SEED)  # noqa: S311
    today = today or timezone.localdate()
    report("Setting up pages, groups, positions and competency frameworks …")
    set_up_site()
    call_command("load_positions", verbosity=0)
    call_command("load_frameworks", verbosity=0)
    province = make_agencies()
    design = make_design()
    report("Loading the starter courses …")
    call_command("load_courses", design=design.name, verbosity=0)
    accounts = make_accounts(province)
    if not is_loaded():
        report(f"Inventing {officials} officials …")
        make_officials(province, officials, rng)
        courses = list(CoursePage.objects.live().order_by("code"))
        report("Letting them learn (this is the longest part) …")
        earlier = EarlierTraining(recorded_by=accounts["quantri"], rng=rng, today=today)
        postings = list(
            Posting.objects.filter(learner__in=province.officials)
            .select_related("learner")
            .order_by("learner__official_code")
        )
        for done in range(0, len(postings), 50):
            make_history(postings[done : done + 50], courses, earlier, rng, today)
            report(f"  {min(done + 50, len(postings))} of {len(postings)}")
        number_by_date()
        for course in courses:
            assign_around_today(
                province.officials,
                course,
                agency=province.agencies["ubnd-tinh"],
                assigned_by=accounts["quantri"],
                rng=rng,
                today=today,
            )
        for account in ("hocvien", "lanhdao", "giangvien"):
            earlier.record_for(accounts[account].postings.get(), 0.8)
        _start_a_course(accounts["hocvien"], courses[0], rng)
    return province


def _start_a_course(learner: User, course: CoursePage, rng: random.Random) -> None:
    """Bring the demo learner to the middle of a course."""
    persona = Persona(enrols=1, finishes=0, ability=0.9, practises=1)
    take_course(learner, course, persona, rng, timezone.now() - dt.timedelta(days=3))
