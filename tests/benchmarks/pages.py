"""Median time and queries of the main pages, rendered whole in this process."""

from functools import partial

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments.models import QuizPage
from courses.models import CoursePage, LessonPage
from lms.accounts.models import User
from lms.demo.province import Province
from tests.benchmarks.clock import heading, median_ms


def measure(title: str, province: Province) -> None:
    heading(f"Pages, {title}: median ms, queries")
    learner = signed_in("hocvien")
    manager = signed_in("lanhdao")
    province_manager = signed_in("quantri")
    course = CoursePage.objects.live().order_by("code")[0]
    lesson = LessonPage.objects.live().descendant_of(course)[0]
    quiz = QuizPage.objects.live().descendant_of(course)[0]
    for name, client, address in [
        ("home", learner, "/"),
        ("catalogue", learner, "/courses/"),
        ("search", learner, "/courses/?q=chuyen+doi+so"),
        ("course", learner, course.get_url() or ""),
        ("lesson", learner, lesson.get_url() or ""),
        ("quiz", learner, quiz.get_url() or ""),
        ("my learning", learner, "/my/learning/"),
        ("my competencies", learner, "/my/competencies/"),
        ("my certificates", learner, "/my/certificates/"),
        ("agency", manager, "/agency/so-tttt/"),
        ("agency, whole province", province_manager, "/agency/ubnd-tinh/"),
        ("people, whole province", province_manager, "/agency/ubnd-tinh/people/"),
    ]:
        client.get(address)  # what a process remembers: content types, the site, templates
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
        # Every further request empties the log of queries.
        number = len(queries)
        time = median_ms(partial(client.get, address))
        print(f"{name:<26}{time:8.1f}{number:6d}")


def signed_in(code: str) -> Client:
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(User.objects.get(official_code=code))
    return client
