"""The people of the benchmarks: the demonstration, then many more with synthetic records."""

import datetime as dt
import random

from django.core.management import call_command
from django.utils import timezone

from courses.models import CoursePage
from lms.accounts.models import User
from lms.agencies.models import Agency, Posting
from lms.competencies.models import Competency, Evidence, EvidenceKind, ProficiencyLevel
from lms.demo.province import Province, make_agencies, make_officials
from lms.demo.services import load_demo
from lms.enrolments.models import Enrolment

FIRST_NUMBER = 20_000


def load_demonstration(officials: int = 300) -> Province:
    """Make the demonstration province in the benchmark's own database."""
    call_command("compile_translations")
    call_command("migrate", verbosity=0)
    province = load_demo(officials=officials, report=lambda line: None)
    call_command("update_index", verbosity=0)
    return province


def add_officials(count: int) -> None:
    """Add officials whose records are written as rows: only their number matters here."""
    rng = random.Random(count)
    before = set(User.objects.values_list("pk", flat=True))
    province = make_agencies()
    make_officials(province, count, rng, first_number=FIRST_NUMBER)
    learners = User.objects.exclude(pk__in=before)
    _add_evidence(list(learners), rng)
    _add_enrolments(list(learners), rng)
    print(
        f"\n{User.objects.count():,} people, {Posting.objects.count():,} postings, "
        f"{Agency.objects.count():,} agencies, {Evidence.objects.count():,} pieces of evidence, "
        f"{Enrolment.objects.count():,} enrolments"
    )


def _add_evidence(learners: list[User], rng: random.Random) -> None:
    competencies = list(Competency.objects.filter(framework__code="CT"))
    levels = list(ProficiencyLevel.objects.filter(framework__code="CT"))
    Evidence.objects.bulk_create(
        (
            Evidence(
                learner=learner,
                competency=competency,
                level=rng.choice(levels),
                kind=EvidenceKind.COURSE,
                source_label="Khóa học",
                source_reference=f"bench:{learner.pk}:{competency.pk}",
                achieved_on=dt.date(2026, rng.randint(1, 6), rng.randint(1, 28)),
            )
            for learner in learners
            for competency in rng.sample(competencies, 4)
        ),
        batch_size=1000,
    )


def _add_enrolments(learners: list[User], rng: random.Random) -> None:
    courses = list(CoursePage.objects.all())
    now = timezone.now()
    Enrolment.objects.bulk_create(
        (
            Enrolment(
                learner=learner,
                course=course,
                opened_at=now - dt.timedelta(days=90),
                completed_at=now - dt.timedelta(days=rng.randint(1, 80)),
                course_title=course.title,
                credited_periods=course.credited_periods,
            )
            for learner in learners
            for course in courses
            if rng.random() < 0.5
        ),
        batch_size=1000,
    )
