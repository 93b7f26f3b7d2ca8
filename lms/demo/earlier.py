"""What people brought with them: earlier training that was recognised, their view of themselves."""

import datetime as dt
import random
from collections import defaultdict

from django.utils import timezone

from courses.models import CoursePage
from lms.accounts.models import User
from lms.agencies.models import Agency, Posting
from lms.competencies.models import EvidenceKind, ProficiencyLevel, RequiredLevel
from lms.competencies.services import record_judgement, record_self_assessment
from lms.enrolments.assigning import assign_course
from lms.enrolments.models import Assignment, Enrolment
from lms.enrolments.reassigning import change_assignments

VALID_DAYS = 3 * 365
# Days from today: what was due by then had been due ten days ago.
PUT_OFF_TO = 30


class EarlierTraining:
    """Recognised certificates and self-assessments, for what each position requires."""

    def __init__(self, *, recorded_by: User, rng: random.Random, today: dt.date) -> None:
        self.recorded_by = recorded_by
        self.rng = rng
        self.today = today
        self.required = defaultdict(list)
        for row in RequiredLevel.objects.valid_on(today).select_related("competency", "level"):
            self.required[row.position_id].append(row)
        self.levels = {(lv.framework_id, lv.number): lv for lv in ProficiencyLevel.objects.all()}

    def record_for(self, posting: Posting, strength: float) -> None:
        """Record what a person proved before, the more the stronger (0..1)."""
        for required in self.required[posting.position_id]:
            if self.rng.random() < strength * 0.75:
                self._recognise(posting.learner, required)
            if self.rng.random() < 0.15:
                level = self._near(required, [-1, 0, 0, 1])
                record_self_assessment(
                    learner=posting.learner, competency=required.competency, level=level
                )

    def _recognise(self, learner: User, required: RequiredLevel) -> None:
        achieved = self.today - dt.timedelta(days=self.rng.randint(60, 1400))
        record_judgement(
            learner=learner,
            competency=required.competency,
            level=self._near(required, [-2, -1, 0, 0, 0, 1]),
            kind=self.rng.choice([EvidenceKind.RECOGNISED, EvidenceKind.TRAINER]),
            source_label=f"Lớp bồi dưỡng năm {achieved.year}: {required.competency.name}",
            achieved_on=achieved,
            expires_on=achieved + dt.timedelta(days=VALID_DAYS)
            if self.rng.random() < 0.3
            else None,
            recorded_by=self.recorded_by,
            now=timezone.make_aware(dt.datetime.combine(achieved, dt.time(9))),
        )

    def _near(self, required: RequiredLevel, steps: list[int]) -> ProficiencyLevel:
        number = max(1, required.level.number + self.rng.choice(steps))
        framework = required.competency.framework_id
        return self.levels.get((framework, number)) or required.level


def assign_around_today(
    learners: list[User],
    course: CoursePage,
    *,
    agency: Agency,
    assigned_by: User,
    rng: random.Random,
    today: dt.date,
) -> None:
    """Let an agency assign a course to many who have not taken it, due around today.

    Those due last had been due before and were put off, so that a report of a day between tells
    another story than that of today.
    """
    taken = set(Enrolment.objects.filter(course=course).values_list("learner_id", flat=True))
    chosen: dict[int, list[User]] = defaultdict(list)
    for learner in learners:
        if learner.pk not in taken and rng.random() < 0.4:
            chosen[rng.choice([-20, -6, 7, 14, 30])].append(learner)
    for days, people in sorted(chosen.items()):
        was_put_off = days == PUT_OFF_TO
        assign_course(
            course=course,
            people=people,
            agency=agency,
            assigned_by=assigned_by,
            due_on=today - dt.timedelta(days=10) if was_put_off else today + dt.timedelta(days),
            reason="Kế hoạch bồi dưỡng năm",
            now=timezone.now() - dt.timedelta(days=45),
        )
    put_off = Assignment.objects.filter(enrolment__course=course, agency=agency)
    change_assignments(
        assignments=list(put_off.filter(due_on=today - dt.timedelta(days=10))),
        due_on=today + dt.timedelta(days=PUT_OFF_TO),
        changed_by=assigned_by,
        reason="Trùng đợt cao điểm cuối năm",
        now=timezone.now() - dt.timedelta(days=5),
    )
