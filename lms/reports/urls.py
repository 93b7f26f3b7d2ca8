from django.urls import URLPattern, URLResolver, path

from lms.reports.views.agency import agency_detail, agency_home
from lms.reports.views.assign import assign
from lms.reports.views.people import agency_people
from lms.reports.views.person import agency_person
from lms.reports.views.report import competency_report

urlpatterns: list[URLPattern | URLResolver] = [
    path("agency/", agency_home, name="agency_home"),
    path("agency/<str:code>/", agency_detail, name="agency_detail"),
    path("agency/<str:code>/people/", agency_people, name="agency_people"),
    path("agency/<str:code>/people/<str:official_code>/", agency_person, name="agency_person"),
    path("agency/<str:code>/assign/", assign, name="agency_assign"),
    path("agency/<str:code>/competency-report/", competency_report, name="competency_report"),
]
