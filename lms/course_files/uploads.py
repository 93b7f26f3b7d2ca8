"""What people do with an upload: bring an archive, accept its plan, give it up."""

import datetime as dt
from pathlib import Path

from django.core.files.base import File
from django.db import transaction
from wagtail.log_actions import log

from courses.models import CataloguePage
from lms.accounts.models import User
from lms.course_files.models import CourseUpload, UploadState
from lms.course_files.tasks import make_upload_later, plan_upload_later

UPLOADED = "course_files.uploaded"
KEPT_FOR = dt.timedelta(days=7)


@transaction.atomic
def take_upload(
    *, archive: File, catalogue: CataloguePage, by: User, language: str
) -> CourseUpload:
    """Keep an archive and have its plan made."""
    name = Path(archive.name or "").name[:255]
    upload = CourseUpload(catalogue=catalogue, by=by, name=name, language=language)
    upload.archive.save(f"{upload.pk}.zip", archive, save=False)
    upload.save()
    log(instance=catalogue, action=UPLOADED, user=by, data={"name": name})
    transaction.on_commit(lambda: plan_upload_later.enqueue(str(upload.pk)), robust=True)
    return upload


@transaction.atomic
def accept_upload(*, upload: CourseUpload) -> bool:
    """Have the drafts of a plan made; return whether this was the first time it was asked."""
    planned = CourseUpload.objects.filter(pk=upload.pk, state=UploadState.PLANNED)
    if not planned.update(state=UploadState.APPLYING, is_stale=False):
        return False
    transaction.on_commit(lambda: make_upload_later.enqueue(str(upload.pk)), robust=True)
    return True


@transaction.atomic
def give_up_upload(*, upload: CourseUpload) -> bool:
    """Take away an upload whose drafts are not being made; return whether it was."""
    rows = CourseUpload.objects.select_for_update().exclude(state=UploadState.APPLYING)
    found = rows.filter(pk=upload.pk).first()
    if found is None:
        return False
    if found.archive:
        found.archive.delete(save=False)
    found.delete()
    return True


def remove_old_uploads(*, now: dt.datetime) -> int:
    """Take away what nobody has looked at any more for a week."""
    old = CourseUpload.objects.filter(created_at__lt=now - KEPT_FOR)
    return sum(give_up_upload(upload=upload) for upload in old)
