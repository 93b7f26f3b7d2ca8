"""Tasks that nobody does any more: their worker was killed, or they failed.

The queue's own table keeps a task RUNNING for ever when its worker dies, and never tries one again
that failed. All tasks of the site are idempotent, so that they may be begun anew.
"""

import datetime as dt

import structlog
from django.db.models import Q
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from lms.web.owed import pause

logger = structlog.get_logger(__name__)

# Longer than any task takes: documents and mail servers have limits of their own.
LEFT_AFTER = dt.timedelta(minutes=15)
# How often a task is begun, and for how long after its failure it may be begun again.
TRIES = 5
TRIED_FOR = dt.timedelta(days=1)


def take_up_left_tasks(*, now: dt.datetime) -> int:
    """Put tasks back into the queue, each time after a longer pause; return how many.

    A task that was begun too often is left as failed: it may be what kills its worker.
    """
    killed = Q(status=TaskResultStatus.RUNNING, started_at__lt=now - LEFT_AFTER)
    failed = Q(status=TaskResultStatus.FAILED, finished_at__gt=now - TRIED_FOR)
    count = 0
    for task in DBTaskResult.objects.filter(killed | failed).order_by("enqueued_at"):
        begun = len(task.worker_ids)
        # Nobody else may have done the same, or the worker have ended after all.
        same = DBTaskResult.objects.filter(
            pk=task.pk, status=task.status, started_at=task.started_at
        )
        if begun < TRIES:
            count += same.update(
                status=TaskResultStatus.READY, finished_at=None, run_after=now + pause(begun)
            )
        elif task.status == TaskResultStatus.RUNNING:
            same.update(status=TaskResultStatus.FAILED, finished_at=now - TRIED_FOR)
            logger.error("task_given_up", task=task.task_path, id=str(task.pk), begun=begun)
    return count
