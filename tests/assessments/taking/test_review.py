"""The page before handing in: every question with what was answered, and how long is left."""

import re

from tests.assessments.taking.pages import FORM, url


def review(client, attempt) -> str:
    return client.get(url("attempt_review", attempt)).content.decode()


def rows(text: str) -> list[str]:
    """Return the words of each question's row."""
    found = re.findall(r'<li class="review__row">(.*?)</li>', text, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in found]


def test_every_answer_stands_beside_its_question(attempt, lan) -> None:
    lan.post(url("attempt", attempt), {**FORM, "go": "save"})
    shown = rows(review(lan, attempt))
    assert len(shown) == len(attempt.paper["slots"])
    assert "Nền tảng" in shown[3]
    assert "46,4" in shown[4]
    assert not [row for row in shown if "Chưa trả lời" in row]


def test_what_is_open_says_so_and_shows_no_answer(attempt, lan) -> None:
    lan.post(url("attempt", attempt), {"sequence": "0", "q4": "Nền tảng", "go": "save"})
    shown = rows(review(lan, attempt))
    assert [number for number, row in enumerate(shown, start=1) if "Chưa trả lời" not in row] == [4]


def test_the_review_shows_no_key_and_nothing_to_others(quizzed, attempt, lan, signed_in) -> None:
    text = review(lan, attempt)
    assert "GIẢI-THÍCH" not in text
    outsider = signed_in(quizzed.cast.phuc)
    assert outsider.get(url("attempt_review", attempt)).status_code == 404


def test_an_answer_cannot_carry_markup_into_the_review(attempt, lan) -> None:
    lan.post(url("attempt", attempt), {"sequence": "0", "q4": "<b>x</b>", "go": "save"})
    assert "&lt;b&gt;x&lt;/b&gt;" in review(lan, attempt)


def test_the_clock_is_told_the_same_there_as_beside_the_questions(quizzed, attempt, lan) -> None:
    for step in ("attempt", "attempt_review"):
        text = lan.get(url(step, attempt)).content.decode()
        assert re.search(r'data-remaining="(\d[\d.]*)?"', text)
        assert "data-time-note" in text
        assert 'data-notice="offline" hidden' in text


def test_the_way_back_up_leads_through_course_and_catalogue(quizzed, attempt, lan) -> None:
    for step in ("attempt", "attempt_review"):
        crumbs = lan.get(url(step, attempt)).context["breadcrumbs"]
        assert [label for label, _url in crumbs][-2:] == [quizzed.course.title, quizzed.quiz.title]
        assert crumbs[0][1].endswith("/")
