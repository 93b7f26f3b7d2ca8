"""A course with an exam of twenty questions, the people who will take it, and what is on record."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from assessments.attempts import ledger
from assessments.models import Attempt
from assessments.words import AttemptState, QuizPurpose
from courses.models import CataloguePage, CoursePage
from lms.accounts.models import User
from lms.enrolments.services import enrol
from tests.assessments.makers import draw, make_bank, make_draw_quiz, make_question
from tests.benchmarks.examinee import Examinee
from tests.benchmarks.people import FIRST_NUMBER

PASSWORD = "Mật-khẩu-đo-đạc-2026"
QUESTIONS = 20
IN_THE_BANK = 40
RIGHT = "00000001"


@dataclass(frozen=True)
class Exam:
    course: CoursePage
    examinees: list[Examinee]


def make_exam(people: int) -> Exam:
    """Make the exam and let so many of the officials that are there already enrol in it."""
    catalogue = CataloguePage.objects.live().earliest("pk")
    course = CoursePage(title="Khóa đo đạc", code="DO-01", summary="Một bài thi hai mươi câu.")
    catalogue.add_child(instance=course)
    bank = make_bank(catalogue, "do-dac")
    for number in range(IN_THE_BANK):
        make_question(bank, text=f"Câu hỏi số {number + 1}: nền tảng nào chia sẻ dữ liệu?")
    quiz = make_draw_quiz(
        course, draw(bank, QUESTIONS), title="Bài thi", purpose=QuizPurpose.FINAL, pass_mark=30
    )
    # One hash for all: making them is not what is measured.
    first = FIRST_NUMBER
    learners = User.objects.filter(official_code__gte=f"BG{first:05d}").order_by("official_code")
    chosen = list(learners[:people])
    User.objects.filter(pk__in=[u.pk for u in chosen]).update(password=make_password(PASSWORD))
    for learner in chosen:
        enrol(learner=learner, course=course)
    addresses = (course.get_url() or "", quiz.get_url() or "")
    return Exam(course, [Examinee(u.official_code, PASSWORD, *addresses) for u in chosen])


def wrong_on_record(saved: dict[str, dict[int, str]]) -> list[str]:
    """Return what the database has otherwise than people were told; empty if it is all there."""
    wrong = []
    for number, answers in saved.items():
        attempt = Attempt.objects.get(pk=number)
        right = sum(answer == RIGHT for answer in answers.values())
        if attempt.state != AttemptState.GRADED:
            wrong.append(f"{number}: not handed in")
        elif len(answers) != QUESTIONS or ledger.current_answers(attempt) != answers:
            wrong.append(f"{number}: other answers")
        elif not ledger.verify(attempt).intact:
            wrong.append(f"{number}: broken ledger")
        elif attempt.fraction is None or round(attempt.fraction * QUESTIONS) != right:
            wrong.append(f"{number}: another result")
    return wrong
