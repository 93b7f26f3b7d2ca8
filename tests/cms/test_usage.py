"""How often a thing is used is counted among the rows that name it."""

from django.urls import reverse

from assessments.models import QuizItem
from tests.assessments.makers import make_bank, make_question, make_quiz
from tests.courses.makers import make_course


def test_a_person_with_a_posting_is_in_use(cast, signed_in) -> None:
    client = signed_in(cast.admin)
    for address in (
        reverse("wagtailusers_users:edit", args=[cast.lan.pk]),
        reverse("position:edit", args=[cast.specialist.pk]),
    ):
        assert "0 lần" not in client.get(address).content.decode(), address


def test_a_question_is_used_where_it_stands_and_where_it_may_be_drawn(cast, signed_in) -> None:
    bank = make_bank(cast.site.catalogue)
    fixed, drawn = make_question(bank), make_question(bank, tags=("m1",))
    make_quiz(make_course(cast), [fixed])
    client = signed_in(cast.trainer)
    edit = reverse("question:edit", args=[drawn.pk])
    assert "0 lần" in client.get(edit).content.decode()
    quiz = make_quiz(make_course(cast, "Khác", code="K"), [fixed])
    quiz.items.all().delete()
    QuizItem.objects.create(quiz=quiz, bank=bank)
    assert "1 lần" in client.get(edit).content.decode()
    assert "2 lần" in client.get(reverse("question:edit", args=[fixed.pk])).content.decode()
    assert "3 lần" in client.get(reverse("questionbank:edit", args=[bank.pk])).content.decode()
