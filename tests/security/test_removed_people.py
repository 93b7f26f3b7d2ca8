"""People who lost an account, a role or a course: no notices, no data."""

from wagtail.admin.views.pages import edit
from wagtail.models import PageSubscription

from certificates.mails import announce_certificate
from lms.accounts.mails import owe_password_link
from lms.enrolments.services import enrol, withdraw
from tests.assessments.makers import make_quiz
from tests.notifications.mails import delivered


def notify(foreign, person) -> list[str]:
    """Tell the followers of the quiz about a comment; return who was told."""
    PageSubscription.objects.create(page=foreign.quiz, user=person, comment_notifications=True)
    delivered().clear()
    context = {"page": foreign.quiz, "editor": foreign.cast.admin, "new_comments": []}
    edit.send_notification([person], "updated_comments", context)
    return [address for message in delivered() for address in message.to]


def test_attack_20_a_trainer_who_lost_the_role_hears_of_no_comment(foreign) -> None:
    assert notify(foreign, foreign.stranger) == [foreign.stranger.email]
    foreign.stranger.groups.clear()
    PageSubscription.objects.all().delete()
    fresh = type(foreign.stranger).objects.get(pk=foreign.stranger.pk)
    assert notify(foreign, fresh) == []


def test_attack_20_a_closed_account_receives_nothing(foreign) -> None:
    hung = foreign.cast.hung
    type(hung).objects.filter(pk=hung.pk).update(is_active=False)
    hung.refresh_from_db()
    owe_password_link(user=hung, key="once")
    announce_certificate(foreign.certificate)
    assert delivered() == []


def test_attack_20_who_left_a_course_finds_its_activities_shut(foreign, signed_in) -> None:
    lan, course = foreign.cast.lan, foreign.course
    withdraw(enrolment=enrol(learner=lan, course=course))
    other = make_quiz(course, [foreign.question], slug="quiz-khac")
    client = signed_in(lan)
    assert client.get(foreign.lesson.url).status_code == 403
    client.post(f"/quizzes/{other.pk}/start/")
    assert not lan.attempts.exists()
    assert client.post(f"/my/learning/lessons/{foreign.lesson.pk}/alive/").status_code == 404
