"""My learning: what is open, what is done, what was given up."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from courses.models import CataloguePage
from lms.accounts.requests import SignedInRequest
from lms.enrolments.models import Enrolment
from lms.enrolments.records import (
    open_courses,
    periods_in_year,
    with_certificates,
    with_given,
)

PAGE_SIZE = 20


@login_required
def my_learning(request: SignedInRequest) -> HttpResponse:
    mine = Enrolment.objects.for_learner(request.user).select_related("course")
    done = mine.completed().with_counted_periods().order_by("-completed_at", "-pk")
    completed = Paginator(done, PAGE_SIZE).get_page(request.GET.get("completed"))
    withdrawn = mine.withdrawn().with_told().order_by("-withdrawn_at", "-pk")
    catalogue = CataloguePage.objects.live().order_by("depth", "path").first()
    context = {
        "open_courses": open_courses(request.user),
        "completed_page": completed,
        "completed": with_certificates(list(completed)),
        "withdrawn": with_given(list(withdrawn[:PAGE_SIZE])),
        "year": periods_in_year(request.user),
        "catalogue_url": catalogue.get_url(request) if catalogue else "/",
    }
    return render(request, "enrolments/my_learning.html", context)
