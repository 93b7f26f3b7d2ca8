"""What takes longer than a page: the plan of an archive, and the making of its drafts."""

from django_tasks import task

from lms.course_files.making import make_upload, plan_upload


@task()
def plan_upload_later(upload_id: str) -> None:
    plan_upload(upload_id=upload_id)


@task()
def make_upload_later(upload_id: str) -> None:
    make_upload(upload_id=upload_id)
