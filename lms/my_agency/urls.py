from django.urls import URLPattern, URLResolver, path

from lms.my_agency.views.agency import agency_detail, agency_home
from lms.my_agency.views.assign import assign
from lms.my_agency.views.assignments import agency_assignment, agency_assignments, reassign
from lms.my_agency.views.people import agency_people
from lms.my_agency.views.person import agency_person
from lms.my_agency.views.report import competency_report

urlpatterns: list[URLPattern | URLResolver] = [
    path("agency/", agency_home, name="agency_home"),
    path("agency/<str:code>/", agency_detail, name="agency_detail"),
    path("agency/<str:code>/people/", agency_people, name="agency_people"),
    path("agency/<str:code>/people/<str:official_code>/", agency_person, name="agency_person"),
    path("agency/<str:code>/assign/", assign, name="agency_assign"),
    path("agency/<str:code>/assignments/", agency_assignments, name="agency_assignments"),
    path("agency/<str:code>/assignments/people/", agency_assignment, name="agency_assignment"),
    path("agency/<str:code>/assignments/change/", reassign, name="agency_reassign"),
    path("agency/<str:code>/competency-report/", competency_report, name="competency_report"),
]
