"""Rows of other catalogues do not exist for a trainer."""

import json

import pytest
from django.urls import reverse

from assessments.models import Question
from lms.accounts.models import User
from tests.assessments.conftest import SECRET
from tests.assessments.forms import question_form, question_url
from tests.refusals import TURNED_AWAY, outcome


@pytest.mark.parametrize("view", ["edit", "inspect", "copy", "history", "usage"])
def test_attack_21_a_question_of_another_catalogue_does_not_exist(others, trainer, view) -> None:
    address = question_url(view, others)
    assert trainer.get(address).status_code == 404
    assert trainer.post(address, question_form(others.bank)).status_code == 404
    others.refresh_from_db()
    assert SECRET in others.text


def test_nobody_deletes_a_question_or_a_bank(others, trainer, signed_in, cast) -> None:
    admin = signed_in(cast.admin)
    for name, row in (("question", others), ("questionbank", others.bank)):
        address = reverse(f"{name}:delete", args=[row.pk])
        assert trainer.post(address).status_code == 404
        assert outcome(admin.post(address)) == TURNED_AWAY
    assert Question.objects.filter(pk=others.pk).exists()


def test_lists_searches_filters_and_exports_show_only_own_rows(others, trainer, quizzed) -> None:
    index = question_url("index")
    queries = [{}, {"q": "nguoi khac"}, {"bank": others.bank.pk}, {"export": "csv"}]
    for query in queries:
        response = trainer.get(index, query)
        text = response.getvalue().decode() if response.streaming else response.content.decode()
        assert SECRET not in text
        assert "Ngân hàng bank-b" not in text
    banks = trainer.get(reverse("questionbank:index")).content.decode()
    assert "Ngân hàng bank-b" not in banks
    assert quizzed.bank.name in banks


def test_choosers_offer_only_own_rows(others, trainer, quizzed) -> None:
    for name, row in (("question_chooser", others), ("bank_chooser", others.bank)):
        for view in ("choose", "choose_results"):
            for query in ({}, {"q": "nguoi khac"}, {"q": "bank-b"}):
                text = trainer.get(reverse(f"{name}:{view}"), query).content.decode()
                assert SECRET not in text
                assert "Ngân hàng bank-b" not in text
        assert trainer.get(reverse(f"{name}:chosen", args=[row.pk])).status_code == 404
        several = trainer.get(reverse(f"{name}:chosen_multiple"), {"id": row.pk})
        assert SECRET not in several.content.decode()
    own = trainer.get(reverse("question_chooser:choose"), {"q": "cau single"}).content.decode()
    assert "Câu single_choice?" in json.loads(own)["html"]


def test_a_question_cannot_be_put_into_a_bank_of_others(others, trainer, quizzed) -> None:
    assert trainer.post(question_url("add"), question_form(others.bank)).status_code == 200
    assert not Question.objects.filter(reference="Q-1").exists()


def test_their_own_trainers_and_administrators_do_see_them(others, signed_in, cast) -> None:
    for person in (User.objects.get(official_code="trainer-b"), cast.admin):
        client = signed_in(person)
        assert SECRET in client.get(question_url("index")).content.decode()
        assert client.get(question_url("edit", others)).status_code == 200
    assert signed_in(cast.lan).get(question_url("index")).status_code == 302
