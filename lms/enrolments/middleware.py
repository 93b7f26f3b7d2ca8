"""A course that was taken back: who learns there is told, everybody else finds nothing."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from courses.models import CoursePage
from lms.cms.routing import NotPublished
from lms.enrolments.models import Enrolment


class TakenBackMiddleware:
    """Explains a missing page of a course to those with a record of it; its standing stays 404."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, NotPublished) or not request.user.is_authenticated:
            return None
        courses = CoursePage.objects.ancestor_of(exception.page, inclusive=True)
        mine = Enrolment.objects.for_learner(request.user).filter(course__in=courses)
        enrolment = mine.select_related("course").order_by("-pk").first()
        if enrolment is None:
            return None
        context = {"enrolment": enrolment, "course_is_live": enrolment.course.live}
        return render(request, "enrolments/taken_back.html", context, status=404)
