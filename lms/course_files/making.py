"""From an uploaded archive to its plan and its drafts; each step may be begun again."""

import tempfile
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from courses.own_catalogues import own_catalogues
from lms.course_files.archives import ArchiveRefused, unpack_course
from lms.course_files.errors import CourseFileError
from lms.course_files.loading import CoursePlan, Terms, apply_course, plan_course
from lms.course_files.models import CourseUpload, UploadState

MADE = "course_files.made"

logger = structlog.get_logger(__name__)


def plan_upload(*, upload_id: str) -> None:
    """Make the plan of an archive, or say everything that is wrong with it."""
    upload = CourseUpload.objects.filter(pk=upload_id, state=UploadState.WAITING).first()
    if upload is not None:
        _in_folder(upload, partial(_plan, upload))


def _plan(upload: CourseUpload, folder: Path) -> None:
    plan = as_plain(plan_course(folder, _terms(upload)))
    _settle(upload, UploadState.WAITING, state=UploadState.PLANNED, plan=plan)


def make_upload(*, upload_id: str) -> None:
    """Make the drafts of an accepted plan; begun again, it goes on where it was broken off.

    A plan that would do something else than was shown is shown again first.
    """
    upload = CourseUpload.objects.filter(pk=upload_id, state=UploadState.APPLYING).first()
    if upload is not None:
        _in_folder(upload, partial(_make, upload))


def _make(upload: CourseUpload, folder: Path) -> None:
    terms = _terms(upload)
    if upload.done == 0:
        plan = as_plain(plan_course(folder, terms))
        if plan != upload.plan:
            said = {"state": UploadState.PLANNED, "plan": plan, "is_stale": True}
            _settle(upload, UploadState.APPLYING, **said)
            return
    builder = apply_course(folder, terms, _Progress(upload).step)
    assert builder.course is not None  # noqa: S101  (it was applied)
    data = {"name": upload.name, **upload.plan["questions"]}
    with transaction.atomic():
        made = {"state": UploadState.DONE, "course": builder.course}
        if _settle(upload, UploadState.APPLYING, **made):
            log(instance=builder.course, action=MADE, user=upload.by, data=data)
    upload.archive.delete(save=False)
    CourseUpload.objects.filter(pk=upload.pk).update(archive="")


def as_plain(plan: CoursePlan) -> dict[str, Any]:
    pages = [{"file": name, **asdict(change)} for name, change in plan.pages.items()]
    return {**asdict(plan), "pages": pages, "steps": plan.steps}


class _Progress:
    """Counts what is made, where the page that shows it can read it."""

    def __init__(self, upload: CourseUpload) -> None:
        self.pk, self.done = upload.pk, 0

    def step(self) -> None:
        self.done += 1
        CourseUpload.objects.filter(pk=self.pk).update(done=self.done)


def _in_folder(upload: CourseUpload, work: Callable[[Path], None]) -> None:
    """Unpack the archive for as long as the work takes; what is wrong becomes its complaints."""
    with translation.override(upload.language), tempfile.TemporaryDirectory() as place:
        root = Path(place)
        try:
            if not own_catalogues(upload.by).filter(pk=upload.catalogue_id).exists():
                raise ArchiveRefused([_("you may not add courses to this catalogue any more")])
            with upload.archive.open("rb") as archive:
                root = unpack_course(archive, root)
            work(root)
        except ArchiveRefused as refusal:
            _refuse(upload, refusal.complaints)
        except CourseFileError as refusal:
            _refuse(upload, [_without(root, line) for line in str(refusal).split("\n")])


def _refuse(upload: CourseUpload, complaints: list[str]) -> None:
    logger.info("course_upload_refused", upload=str(upload.pk), complaints=len(complaints))
    now = CourseUpload.objects.values_list("state", flat=True).get(pk=upload.pk)
    _settle(upload, now, state=UploadState.REFUSED, complaints=complaints)


def _without(root: Path, line: str) -> str:
    """Return a complaint with the file as it is named in the archive."""
    return line.replace(f"{root}/", "").replace(str(root), ".")


def _settle(upload: CourseUpload, was: str, **values: Any) -> bool:
    return bool(CourseUpload.objects.filter(pk=upload.pk, state=was).update(**values))


def _terms(upload: CourseUpload) -> Terms:
    return Terms(upload.catalogue, by=upload.by)
