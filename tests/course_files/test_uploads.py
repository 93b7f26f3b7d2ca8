"""A course as a ZIP in the CMS: planned, shown, made as drafts, taken along again."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from assessments.models import Question, QuestionBank, QuizPage
from assessments.words import QuestionStatus
from courses.approval.plans import submission_plan
from courses.models import CataloguePage, CoursePage, LessonPage
from lms.accounts.models import User
from lms.course_files.making import make_upload
from lms.course_files.models import CourseUpload
from lms.course_files.uploads import remove_old_uploads
from lms.home.rights import TRAINER_PAGE_PERMISSIONS, TRAINER_PERMISSIONS, give_group, give_pages
from lms.web.owed import take_up_owed
from tests.assessments.makers import RIGHT, answer_all, make_bank, make_question
from tests.cast import Cast, make_user

FILES = {
    "course.md": "---\ncode: Z-1\ntitle: Khóa nén\nslug: khoa-nen\nsummary: S\nminutes: 9\n"
    "credited_periods: 1\n---\nGiới thiệu.",
    "01-phan/module.md": "---\ntitle: Phần\n---\n",
    "01-phan/01-bai.md": "---\ntitle: Bài\nminutes: 3\n---\nChữ.",
    "90-thi.md": "---\ntitle: Thi\nslug: thi\npurpose: final\ndraws:\n"
    "  - {tag: m1, count: 1}\n---\n",
    "bank.yaml": "code: Z-1\nname: Kho\nquestions:\n"
    "  - {id: a, kind: true_false, text: Đúng hay sai, answer: true, tags: [m1]}\n",
}


def archive(files: dict[str, str] = FILES) -> SimpleUploadedFile:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return SimpleUploadedFile("khóa nén.zip", data.getvalue(), "application/zip")


def publish(course: CoursePage) -> None:
    for page in course.get_descendants(inclusive=True).specific():
        revision = page.get_latest_revision()
        assert revision is not None
        revision.publish()


class Desk:
    """A person at the pages of uploads."""

    def __init__(self, client: Client, commit: Any, catalogue: CataloguePage) -> None:
        self.client, self.commit, self.catalogue = client, commit, catalogue

    def bring(self, file: SimpleUploadedFile, catalogue: Page | None = None) -> Any:
        data = {"archive": file, "catalogue": (catalogue or self.catalogue).pk}
        with self.commit(execute=True):
            return self.client.post(reverse("course_upload"), data)

    def brought(self, file: SimpleUploadedFile) -> CourseUpload:
        assert self.bring(file).status_code == 302
        return CourseUpload.objects.latest("created_at")

    def act(self, upload: CourseUpload, act: str) -> Any:
        with self.commit(execute=True):
            return self.client.post(reverse("course_upload_state", args=[upload.pk]), {act: "1"})

    def shown(self, upload: CourseUpload) -> str:
        response = self.client.get(reverse("course_upload_state", args=[upload.pk]))
        assert response.status_code == 200
        return response.content.decode()


@pytest.fixture
def desk(
    cast: Cast, signed_in: Callable[[User], Client], django_capture_on_commit_callbacks: Any
) -> Callable[[User], Desk]:
    def at(user: User) -> Desk:
        return Desk(signed_in(user), django_capture_on_commit_callbacks, cast.site.catalogue)

    return at


@pytest.fixture
def stranger(cast: Cast) -> User:
    """A trainer of another catalogue."""
    catalogue = cast.site.home.add_child(instance=CataloguePage(title="Sở B", slug="so-b"))
    group: Group = give_group("Trainers B", TRAINER_PERMISSIONS)
    give_pages(group, catalogue, TRAINER_PAGE_PERMISSIONS)
    user = make_user("trainer-b", "Bùi Thị Mai")
    user.groups.add(group)
    return user


def test_a_course_is_planned_shown_and_made_as_drafts(cast, desk):
    trainer = desk(cast.trainer)
    upload = trainer.brought(archive())
    assert upload.state == "planned"
    assert not CoursePage.objects.exists()
    assert not QuestionBank.objects.exists()
    shown = trainer.shown(upload)
    assert all(name in shown for name in ("Khóa nén", "01-phan/01-bai.md", "90-thi.md"))
    trainer.act(upload, "accept")
    upload.refresh_from_db()
    course = CoursePage.objects.get()
    assert (upload.state, upload.course, upload.done) == ("done", course, 5)
    assert [page.slug for page in course.get_descendants()] == ["phan", "bai", "thi"]
    assert not course.get_descendants(inclusive=True).filter(live=True).exists()
    assert course.owner == cast.trainer
    assert Question.objects.get().status == QuestionStatus.READY
    plan = submission_plan(course, cast.trainer)
    assert (len(plan.pages), plan.faults) == (4, [])


def test_the_archive_is_gone_when_its_drafts_are_made(cast, desk):
    trainer = desk(cast.trainer)
    upload = trainer.brought(archive())
    storage, name = storages["records"], upload.archive.name
    assert storage.exists(name)
    trainer.act(upload, "accept")
    assert not storage.exists(name)


def test_everything_that_is_wrong_is_said_at_once_with_file_and_line(cast, desk):
    wrong = {
        "01-phan/01-bai.md": "---\ntitle: Bài\nminutes: ba\n---\n![x](khong.png)",
        "90-thi.md": FILES["90-thi.md"].replace("count: 1", "count: 7"),
        "bank.yaml": FILES["bank.yaml"].replace("answer: true", "answer: 'yes'"),
    }
    trainer = desk(cast.trainer)
    upload = trainer.brought(archive(FILES | wrong))
    assert upload.state == "refused"
    said = "\n".join(upload.complaints)
    assert "01-phan/01-bai.md, dòng 3: minutes phải là" in said
    assert "bank.yaml, dòng 4: a: 'answer' phải là true hoặc false" in said
    assert all(not line.startswith("/") for line in upload.complaints)
    shown = trainer.shown(upload)
    assert "dòng 3" in shown
    trainer.act(upload, "accept")
    assert not CoursePage.objects.exists()


def test_what_pages_lack_is_said_with_the_line_of_the_text(cast, desk):
    lesson = "---\ntitle: Bài\nminutes: 3\n---\nMột.\n\n![x](khong.png)\n"
    upload = desk(cast.trainer).brought(archive(FILES | {"01-phan/01-bai.md": lesson}))
    assert upload.complaints == ["01-phan/01-bai.md, dòng 7: không có tệp khong.png"]


def test_complaints_are_in_the_language_of_the_person(cast, desk):
    cast.trainer.language = "en"
    cast.trainer.save()
    trainer = desk(cast.trainer)
    upload = trainer.brought(archive(FILES | {"01-phan/01-bai.md": "---\ntitle: B\n---\n"}))
    assert upload.complaints == ["01-phan/01-bai.md, line 2: minutes is missing"]


def test_a_published_course_is_changed_in_drafts_only(cast, desk):
    trainer = desk(cast.trainer)
    trainer.act(trainer.brought(archive()), "accept")
    course = CoursePage.objects.get()
    publish(course)
    lesson = "---\ntitle: Bài mới\nminutes: 4\n---\nChữ khác."
    changed = {"01-phan/01-bai.md": lesson, "01-phan/00-truoc.md": lesson}
    upload = trainer.brought(archive(FILES | changed))
    outcomes = {page["file"]: page["outcome"] for page in upload.plan["pages"]}
    assert outcomes["01-phan/01-bai.md"] == "changed"
    assert outcomes["01-phan/00-truoc.md"] == "created"
    assert outcomes["course.md"] == "kept"
    trainer.act(upload, "accept")
    live = LessonPage.objects.get(slug="bai")
    assert (live.title, live.live, live.has_unpublished_changes) == ("Bài", True, True)
    assert live.get_latest_revision_as_object().title == "Bài mới"
    # The order of what is published is not the trainer's to change.
    slugs = list(course.get_children()[0].get_children().values_list("slug", flat=True))
    assert slugs == ["bai", "truoc"]
    assert not LessonPage.objects.get(slug="truoc").live
    again = trainer.brought(archive(FILES | changed))
    assert {page["outcome"] for page in again.plan["pages"]} == {"kept"}


def test_new_questions_of_a_bank_that_is_there_are_drafts(cast, desk):
    trainer = desk(cast.trainer)
    trainer.act(trainer.brought(archive()), "accept")
    more = FILES["bank.yaml"] + "  - {id: b, kind: true_false, text: Sai chứ, answer: false}\n"
    trainer.act(trainer.brought(archive(FILES | {"bank.yaml": more})), "accept")
    assert Question.objects.get(reference="b").status == QuestionStatus.DRAFT


def test_a_changed_key_that_people_have_answered_waits_for_a_second_person(cast, desk):
    from assessments.marking.gradings import submit_attempt
    from assessments.taking.starting import start_attempt
    from lms.enrolments.services import enrol

    trainer = desk(cast.trainer)
    trainer.act(trainer.brought(archive()), "accept")
    course, quiz = CoursePage.objects.get(), QuizPage.objects.get()
    publish(course)
    course.refresh_from_db()
    quiz.refresh_from_db()
    enrolment = enrol(learner=cast.lan, course=course)
    attempt = start_attempt(learner=cast.lan, quiz=quiz, enrolment=enrolment)
    answer_all(attempt, RIGHT)
    submit_attempt(attempt=attempt)
    version = Question.objects.get().current_version
    other_key = FILES["bank.yaml"].replace("answer: true", "answer: false")
    trainer.act(trainer.brought(archive(FILES | {"bank.yaml": other_key})), "accept")
    question = Question.objects.get()
    assert (question.proposed_by, question.current_version) == (cast.trainer, version)


def test_a_plan_that_is_no_longer_true_is_shown_again_before_it_is_done(cast, desk):
    trainer = desk(cast.trainer)
    trainer.act(trainer.brought(archive()), "accept")
    upload = trainer.brought(archive())
    lesson = LessonPage.objects.get()
    lesson.title = "Anh khác sửa"
    lesson.save_revision(user=cast.approver)
    trainer.act(upload, "accept")
    upload.refresh_from_db()
    assert (upload.state, upload.is_stale) == ("planned", True)
    assert LessonPage.objects.get().get_latest_revision_as_object().title == "Anh khác sửa"
    assert "được sửa" in trainer.shown(upload)
    trainer.act(upload, "accept")
    assert LessonPage.objects.get().get_latest_revision_as_object().title == "Bài"


def test_accepting_twice_makes_the_drafts_once(cast, desk):
    trainer = desk(cast.trainer)
    upload = trainer.brought(archive())
    trainer.act(upload, "accept")
    trainer.act(upload, "accept")
    make_upload(upload_id=str(upload.pk))
    assert CoursePage.objects.count() == 1
    assert PageLogEntry.objects.filter(action="course_files.made").count() == 1


def test_drafts_that_were_broken_off_are_gone_on_with(cast, desk, monkeypatch):
    trainer = desk(cast.trainer)
    upload = trainer.brought(archive())
    CourseUpload.objects.filter(pk=upload.pk).update(state="applying")
    from lms.course_files import building

    write = building.CourseBuilder.quiz
    monkeypatch.setattr(building.CourseBuilder, "quiz", _fails_for_good(write))
    with pytest.raises(RuntimeError):
        make_upload(upload_id=str(upload.pk))
    upload.refresh_from_db()
    assert (upload.state, upload.done) == ("applying", 4)
    assert "4 / 5" in trainer.shown(upload)
    monkeypatch.setattr(building.CourseBuilder, "quiz", write)
    make_upload(upload_id=str(upload.pk))
    upload.refresh_from_db()
    assert (upload.state, upload.done) == ("done", 5)
    assert CoursePage.objects.get().get_descendants().count() == 3


def _fails_for_good(write: Any) -> Any:
    def quiz(builder: Any, *args: Any) -> Any:
        if builder.writer.dry:
            return write(builder, *args)
        raise RuntimeError("killed")

    return quiz


def test_a_page_that_waits_asks_again_by_itself(cast, desk):
    trainer = desk(cast.trainer)
    upload = trainer.brought(archive())
    address = reverse("course_upload_state", args=[upload.pk])
    assert "Refresh" not in trainer.client.get(address).headers
    for state in ("waiting", "applying"):
        CourseUpload.objects.filter(pk=upload.pk).update(state=state)
        assert trainer.client.get(address).headers["Refresh"] == "2"


def test_an_upload_is_given_up_and_leaves_nothing(cast, desk):
    trainer = desk(cast.trainer)
    upload = trainer.brought(archive())
    name = upload.archive.name
    trainer.act(upload, "give-up")
    assert not CourseUpload.objects.exists()
    assert not storages["records"].exists(name)


def test_drafts_that_are_being_made_are_not_given_up(cast, desk):
    trainer = desk(cast.trainer)
    upload = trainer.brought(archive())
    CourseUpload.objects.filter(pk=upload.pk).update(state="applying")
    trainer.act(upload, "give-up")
    assert CourseUpload.objects.exists()


def test_what_nobody_looks_at_is_taken_away_after_a_week(cast, desk):
    trainer = desk(cast.trainer)
    upload = trainer.brought(archive())
    now = timezone.now()
    assert remove_old_uploads(now=now) == 0
    with trainer.commit(execute=True):
        assert take_up_owed(now=now + dt.timedelta(days=8))["old_course_uploads"] == 1
    assert not storages["records"].exists(upload.archive.name)


@pytest.mark.parametrize("name", ["x.zip", "x.php", "x"])
def test_a_file_that_is_no_archive_is_refused_at_the_form(cast, desk, name):
    response = desk(cast.trainer).bring(SimpleUploadedFile(name, b"<html>", "application/zip"))
    assert response.status_code == 200
    assert "không phải là tệp ZIP" in response.content.decode()
    assert not CourseUpload.objects.exists()


def test_a_file_that_is_too_large_is_refused_at_the_form(cast, desk, settings):
    settings.LMS_COURSE_ARCHIVE_MAX_SIZE = 100
    response = desk(cast.trainer).bring(archive())
    assert response.status_code == 200
    assert not CourseUpload.objects.exists()


# --- Whose it is ---------------------------------------------------------------------------------


def test_a_learner_and_a_visitor_reach_none_of_the_pages(cast, desk, signed_in):
    upload = desk(cast.trainer).brought(archive())
    for client in (signed_in(cast.lan), Client()):
        for address in (
            reverse("course_upload"),
            reverse("course_upload_state", args=[upload.pk]),
        ):
            assert client.get(address).status_code == 302
            assert client.post(address, {"accept": "1"}).status_code == 302
    upload.refresh_from_db()
    assert upload.state == "planned"


def test_the_upload_of_another_trainer_does_not_exist(cast, desk, stranger):
    upload = desk(cast.trainer).brought(archive())
    address = reverse("course_upload_state", args=[upload.pk])
    for other in (stranger, cast.approver):
        client = desk(other).client
        assert client.get(address).status_code == 404
        assert client.post(address, {"accept": "1"}).status_code == 404


def test_nobody_uploads_into_a_catalogue_of_others(cast, desk, stranger):
    response = desk(stranger).bring(archive(), cast.site.catalogue)
    assert response.status_code == 200
    assert not CourseUpload.objects.exists()


def test_rights_that_were_taken_away_meanwhile_end_an_upload(cast, desk):
    trainer = desk(cast.trainer)
    upload = trainer.brought(archive())
    CourseUpload.objects.filter(pk=upload.pk).update(state="applying")
    cast.trainer.groups.clear()
    make_upload(upload_id=str(upload.pk))
    upload.refresh_from_db()
    assert upload.state == "refused"
    assert not CoursePage.objects.exists()


def test_the_bank_of_another_catalogue_is_neither_changed_nor_drawn_from(cast, desk, stranger):
    bank = make_bank(cast.site.catalogue, "Z-1")
    make_question(bank, "true_false", reference="a", tags=("m1",))
    own = CataloguePage.objects.get(slug="so-b")
    for files in (
        FILES,
        {k: v for k, v in FILES.items() if k != "bank.yaml"}
        | {"90-thi.md": FILES["90-thi.md"].replace("{tag", "{bank: Z-1, tag")},
    ):
        assert desk(stranger).bring(archive(files), own).status_code == 302
        upload = CourseUpload.objects.latest("created_at")
        assert upload.state == "refused"
        assert len(upload.complaints) == 1
        assert "Ngân hàng bank" not in upload.complaints[0]


def test_a_course_code_of_another_catalogue_is_refused(cast, desk, stranger):
    trainer = desk(cast.trainer)
    trainer.act(trainer.brought(archive()), "accept")
    own = CataloguePage.objects.get(slug="so-b")
    other = FILES["bank.yaml"].replace("code: Z-1", "code: Z-2")
    desk(stranger).bring(archive(FILES | {"bank.yaml": other}), own)
    upload = CourseUpload.objects.latest("created_at")
    assert upload.state == "refused"
    assert "Z-1" in upload.complaints[0]


def test_who_uploaded_made_and_downloaded_is_on_record(cast, desk):
    trainer = desk(cast.trainer)
    trainer.act(trainer.brought(archive()), "accept")
    course = CoursePage.objects.get()
    trainer.client.post(reverse("course_export", args=[course.pk]))
    acts = PageLogEntry.objects.filter(action__startswith="course_files.", user=cast.trainer)
    assert sorted(acts.values_list("action", flat=True)) == [
        "course_files.exported",
        "course_files.made",
        "course_files.uploaded",
    ]
    for page in course.get_descendants(inclusive=True):
        assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.create").exists()
    question = Question.objects.get()
    entry = ModelLogEntry.objects.for_instance(question).get(action="wagtail.create")
    assert entry.user == cast.trainer


# --- Taken along ---------------------------------------------------------------------------------


def test_a_course_is_downloaded_and_comes_back_unchanged(cast, desk):
    trainer = desk(cast.trainer)
    trainer.act(trainer.brought(archive()), "accept")
    address = reverse("course_export", args=[CoursePage.objects.get().pk])
    assert trainer.client.get(address).status_code == 200
    response = trainer.client.post(address)
    assert response.headers["Content-Disposition"] == 'attachment; filename="z-1.zip"'
    content = b"".join(response.streaming_content)
    upload = trainer.brought(SimpleUploadedFile("z-1.zip", content))
    assert {page["outcome"] for page in upload.plan["pages"]} == {"kept"}
    assert upload.plan["questions"] == {"created": 0, "changed": 0, "unchanged": 1}


def test_a_course_whose_file_is_lost_is_not_written_and_says_which(cast, desk):
    from courses.library import collection_of
    from tests.course_files.test_round_trip import make_picture
    from tests.courses.makers import make_course, make_lesson

    picture = make_picture(collection_of(cast.site.catalogue))
    block = {"image": {"image": picture.pk, "alt_text": "x"}, "caption": ""}
    make_lesson(make_course(cast), body=[{"type": "picture", "value": block}])
    Path(str(picture.file.path)).unlink()
    trainer = desk(cast.trainer)
    response = trainer.client.post(
        reverse("course_export", args=[CoursePage.objects.get().pk]), follow=True
    )
    assert Path(str(picture.file.name)).name in response.content.decode()


def test_the_course_of_another_catalogue_is_not_downloaded(cast, desk, stranger, signed_in):
    trainer = desk(cast.trainer)
    trainer.act(trainer.brought(archive()), "accept")
    address = reverse("course_export", args=[CoursePage.objects.get().pk])
    assert desk(stranger).client.get(address).status_code == 404
    assert desk(stranger).client.post(address).status_code == 404
    assert signed_in(cast.lan).post(address).status_code == 302


def test_the_buttons_are_shown_to_those_who_may(cast, desk, stranger):
    trainer = desk(cast.trainer)
    trainer.act(trainer.brought(archive()), "accept")
    course = CoursePage.objects.get()
    explorer = reverse("wagtailadmin_explore", args=[course.pk])
    assert reverse("course_export", args=[course.pk]) in _page(trainer.client, explorer)
    catalogue = reverse("wagtailadmin_explore", args=[cast.site.catalogue.pk])
    assert f"?catalogue={cast.site.catalogue.pk}" in _page(trainer.client, catalogue)
    assert reverse("course_upload") in _page(trainer.client, reverse("wagtailadmin_home"))


def _page(client: Client, address: str) -> str:
    return str(client.get(address).content.decode())
