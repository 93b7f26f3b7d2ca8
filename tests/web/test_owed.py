"""What was not done is taken up again: after growing pauses, each by itself, and once."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from lms.web import owed
from lms.web.left_tasks import LEFT_AFTER, TRIES, take_up_left_tasks
from lms.web.models import Postponed
from lms.web.owed import Owed, settle_each, take_up_owed

NOW = dt.datetime(2026, 11, 20, 8, tzinfo=dt.UTC)


@pytest.fixture
def registered(monkeypatch, db):
    """Begin with nothing that is owed; return the function that registers."""
    monkeypatch.setattr(owed, "_owed", {})
    return owed.register_owed


def test_every_room_is_asked_and_what_runs_under_a_clock_comes_first(db):
    assert list(take_up_owed()) == [
        *("attempts", "tasks", "certificates", "mails"),
        *("kept_answers", "old_course_uploads"),
    ]


def test_a_kind_that_fails_keeps_no_other_from_being_done_and_is_told(registered):
    def fail(*, now):
        raise RuntimeError

    registered(Owed("first", fail, order=0))
    registered(Owed("second", lambda *, now: 3, order=1))
    assert take_up_owed() == {"first": None, "second": 3}
    out = StringIO()
    with pytest.raises(CommandError, match="failed: first"):
        call_command("take_up_owed", stdout=out)
    assert out.getvalue().strip() == "first: 0, second: 3"


def test_what_fails_is_put_off_longer_each_time_and_never_forgotten(db):
    tried, moment, pauses = [], NOW, []

    def fail(key):
        tried.append(key)
        raise RuntimeError("the disk is full")

    for _try in range(10):
        assert settle_each("tests", [7], fail, now=moment) == 0
        assert settle_each("tests", [7], fail, now=moment) == 0
        due = Postponed.objects.get().next_try_at
        pauses.append((due - moment).total_seconds() / 60)
        moment = due
    assert len(tried) == 10
    assert pauses == [1, 5, 15, 60, 180, 360, 720, 1440, 1440, 1440]
    assert settle_each("tests", [7], lambda key: True, now=moment) == 1
    assert not Postponed.objects.exists()


def test_one_that_fails_keeps_no_other_from_being_settled(db):
    def settle(key):
        if key == 2:
            raise RuntimeError
        return key != 3

    assert settle_each("tests", [1, 2, 3, 4], settle, now=NOW) == 2


def test_the_rest_waits_for_the_next_run_when_the_time_is_over(db):
    assert settle_each("tests", [1, 2], lambda key: True, now=NOW, seconds=-1) == 0


def make_task(status: TaskResultStatus, began: dt.datetime, begun: int = 1) -> DBTaskResult:
    return DBTaskResult.objects.create(
        status=status,
        started_at=began,
        finished_at=began if status == TaskResultStatus.FAILED else None,
        args_kwargs={"args": [1], "kwargs": {}},
        task_path="lms.notifications.tasks.deliver_mail",
        worker_ids=["a"] * begun,
        backend_name="default",
        run_after=began,
    )


def test_a_task_whose_worker_was_killed_is_put_back_into_the_queue(db):
    task = make_task(TaskResultStatus.RUNNING, NOW)
    assert take_up_left_tasks(now=NOW + LEFT_AFTER) == 0
    later = NOW + LEFT_AFTER + dt.timedelta(seconds=1)
    assert take_up_left_tasks(now=later) == 1
    assert take_up_left_tasks(now=later) == 0
    task.refresh_from_db()
    assert task.status == TaskResultStatus.READY
    assert task.run_after == later + dt.timedelta(minutes=1)


def test_a_task_that_failed_is_tried_again_and_old_failures_are_history(db):
    fresh = make_task(TaskResultStatus.FAILED, NOW, begun=3)
    make_task(TaskResultStatus.FAILED, NOW - dt.timedelta(days=2))
    assert take_up_left_tasks(now=NOW) == 1
    fresh.refresh_from_db()
    assert fresh.status == TaskResultStatus.READY
    assert fresh.run_after == NOW + dt.timedelta(minutes=15)


def test_what_kills_its_worker_again_and_again_is_given_up(db):
    task = make_task(TaskResultStatus.RUNNING, NOW, begun=TRIES)
    later = NOW + dt.timedelta(hours=1)
    assert take_up_left_tasks(now=later) == 0
    task.refresh_from_db()
    assert task.status == TaskResultStatus.FAILED
    assert take_up_left_tasks(now=later) == 0


def test_what_is_done_or_waits_or_runs_is_left_alone(db):
    make_task(TaskResultStatus.SUCCESSFUL, NOW)
    make_task(TaskResultStatus.READY, NOW)
    make_task(TaskResultStatus.RUNNING, timezone.now())
    assert take_up_left_tasks(now=timezone.now()) == 0


def test_a_task_that_ends_after_all_is_left_alone(db, monkeypatch):
    task = make_task(TaskResultStatus.RUNNING, NOW)

    def end_meanwhile(begun):
        DBTaskResult.objects.update(status=TaskResultStatus.SUCCESSFUL)
        return dt.timedelta()

    monkeypatch.setattr("lms.web.left_tasks.pause", end_meanwhile)
    assert take_up_left_tasks(now=NOW + dt.timedelta(hours=1)) == 0
    task.refresh_from_db()
    assert task.status == TaskResultStatus.SUCCESSFUL
