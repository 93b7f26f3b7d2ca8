from django.urls import URLPattern, URLResolver, path

from lms.enrolments import views
from lms.enrolments.my_learning import my_learning

urlpatterns: list[URLPattern | URLResolver] = [
    path("my/learning/", my_learning, name="my_learning"),
    path("my/learning/<int:pk>/withdraw/", views.withdraw_from_course, name="withdraw"),
    path("my/learning/<int:pk>/finish/", views.finish, name="finish_course"),
    path("my/learning/courses/<int:page_id>/enrol/", views.enrol_in_course, name="enrol"),
    path("my/learning/lessons/<int:page_id>/read/", views.read_lesson, name="read_lesson"),
    path("my/learning/lessons/<int:page_id>/alive/", views.sign_of_life, name="sign_of_life"),
]
