"""What outsiders must not see: a learner of another agency, the bank of another catalogue."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import Collection, Revision

from assessments.marking.gradings import submit_attempt
from assessments.models import Attempt, Question, QuizPage
from assessments.taking.starting import start_attempt
from certificates.models import Certificate
from courses.models import CataloguePage, CoursePage, LessonPage
from lms.accounts.models import User
from lms.competencies.models import Evidence
from lms.course_files.models import CourseUpload
from lms.enrolments.models import Enrolment
from lms.enrolments.services import enrol, open_activity
from lms.home.rights import TRAINER_PAGE_PERMISSIONS, TRAINER_PERMISSIONS, give_group, give_pages
from tests.assessments.makers import make_bank, make_question, make_quiz, option
from tests.cast import Cast, make_user
from tests.certificates.samples import issue, make_design
from tests.competencies.samples import make_scale

QUESTION = "CÂU-HỎI-KÍN"
KEY = "ĐÁP-ÁN-KÍN"
EXPLANATION = "GIẢI-THÍCH-KÍN"
SOURCE = "NGUỒN-KÍN"
BANK = "Ngân hàng bank-kin"
UPLOAD = "TỆP-KÍN.zip"


@dataclass
class Foreign:
    """Hùng's records, and a catalogue whose only trainer is `stranger`."""

    cast: Cast
    stranger: User
    catalogue: CataloguePage
    course: CoursePage
    lesson: LessonPage
    quiz: QuizPage
    question: Question
    enrolment: Enrolment
    running: Attempt
    graded: Attempt
    certificate: Certificate
    evidence: Evidence
    document: Document
    revision: Revision
    upload: CourseUpload

    @property
    def secrets(self) -> list[str]:
        """Texts that no page may show to an outsider."""
        hung = self.cast.hung
        return [
            QUESTION,
            KEY,
            EXPLANATION,
            UPLOAD,
            SOURCE,
            BANK,
            hung.full_name,
            str(hung.email),
            self.certificate.register_number,
        ]

    @property
    def samples(self) -> dict[str, Any]:
        """Parameters by name: always those of the foreign rows."""
        quiz, course = self.quiz.pk, self.course.pk
        return {
            "pk": quiz,
            "page_id": quiz,
            "page_pk": quiz,
            "parent_page_id": course,
            "page_to_move_id": quiz,
            "destination_id": course,
            "revision_id": self.revision.pk,
            "revision_id_a": self.revision.pk,
            "revision_id_b": "latest",
            "page_view_restriction_id": 1,
            "restriction_id": 1,
            "collection_id": Collection.objects.get(depth=1).pk,
            "content_type_app_name": "assessments",
            "content_type_model_name": "quizpage",
            "app_label": "assessments",
            "app_name": "assessments",
            "model_name": "quizpage",
            "object_id": quiz,
            "session_id": 1,
            "action": "delete",
            "act": "revise",
            "action_name": "copy",
            "task_state_id": 1,
            "task_id": 1,
            "workflow_pk": 1,
            "workflow_state_id": 1,
            "redirect_id": 1,
            "document_id": self.document.pk,
            "doc_id": self.document.pk,
            "uploaded_file_id": 1,
            "upload_id": self.upload.pk,
            "image_id": 1,
            "media_id": 1,
            "media_type": "video",
            "filter_spec": "width-100",
            "signature": "x",
            "competency_id": self.evidence.competency_id,
            "attempt_id": self.running.pk,
            "serial": self.certificate.serial,
            "code": self.cast.justice.code,
            "official_code": self.cast.hung.official_code,
            "slug": "manager",
            "path": self.document.file.name,
            "key": "x",
            "uidb36": "1",
            "uidb64": "MQ",
            "token": "x",
            r"(\d+)": self.document.pk,
            "(.*)": self.document.filename,
            # The pattern of every page: here, the quiz.
            r"((?:[\w\-]+/)*)": (self.quiz.url or "").lstrip("/"),
        }

    @property
    def special(self) -> dict[str, dict[str, Any]]:
        """Parameters that mean another row below a prefix."""
        posting = self.cast.hung.postings.get()
        rows = {
            "question/": self.question,
            "questionbank/": self.question.bank,
            "question_chooser/": self.question,
            "bank_chooser/": self.question.bank,
            "users/": self.cast.hung,
            "person_chooser/": self.cast.hung,
            "agency/": self.cast.justice,
            "agency_chooser/": self.cast.justice,
            "posting/": posting,
            "evidence/": self.evidence,
            "certificates/register/": self.certificate,
            "snippets/certificates/": self.certificate.design,
            "snippets/choose/certificates/": self.certificate.design,
            "framework/": self.evidence.competency.framework,
            "competency/": self.evidence.competency,
            "level/": self.evidence.level,
            "documents/chooser/": self.document,
        }
        special: dict[str, dict[str, Any]] = {
            f"cms/{prefix}": {"pk": row.pk} for prefix, row in rows.items()
        }
        special["my/learning/<int:pk>"] = {"pk": self.enrolment.pk}
        special["my/learning/courses/"] = {"page_id": self.course.pk}
        special["my/learning/lessons/"] = {"page_id": self.lesson.pk}
        return special


def build_foreign(cast: Cast) -> Foreign:
    catalogue = cast.site.home.add_child(instance=CataloguePage(title="Sở B", slug="so-b"))
    group: Group = give_group("Trainers B", TRAINER_PERMISSIONS)
    give_pages(group, catalogue, TRAINER_PAGE_PERMISSIONS)
    stranger = make_user("trainer-b", "Bùi Thị Mai")
    stranger.groups.add(group)
    course = catalogue.add_child(
        instance=CoursePage(title="Khóa của Sở B", slug="khoa-b", code="B-01", summary="x")
    )
    lesson = course.add_child(instance=LessonPage(title="Bài của Sở B", slug="bai-b"))
    bank = make_bank(catalogue, "bank-kin")
    content = {"options": [option(1, KEY, True), option(2, "khác")]}
    question = make_question(
        bank, text=QUESTION, content=content, explanation=f"<p>{EXPLANATION}</p>"
    )
    quiz = make_quiz(course, [question], slug="quiz-b", attempts_allowed=5)
    revision = quiz.save_revision()
    enrolment = enrol(learner=cast.hung, course=course)
    open_activity(enrolment=enrolment, page=lesson)
    graded = start_attempt(learner=cast.hung, quiz=quiz, enrolment=enrolment)
    submit_attempt(attempt=graded)
    running = start_attempt(learner=cast.hung, quiz=quiz, enrolment=enrolment)
    scale = make_scale("KIN")
    evidence = scale.prove(cast.hung, "KIN01", 2, source_label=SOURCE)
    document = Document(title="Tài liệu", file=ContentFile(b"x", name="tai-lieu.txt"))
    document.save()
    return Foreign(
        cast=cast,
        stranger=stranger,
        catalogue=catalogue,
        course=course,
        lesson=lesson,
        quiz=quiz,
        question=question,
        enrolment=enrolment,
        running=running,
        graded=graded,
        certificate=issue(cast.hung, make_design(), issued_on=timezone.localdate()),
        evidence=evidence,
        document=document,
        revision=revision,
        upload=CourseUpload.objects.create(
            catalogue=catalogue, by=stranger, name=UPLOAD, language="vi", state="planned"
        ),
    )
