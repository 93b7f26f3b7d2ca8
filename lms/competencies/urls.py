from django.urls import URLPattern, URLResolver, path

from lms.competencies import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("my/competencies/", views.my_competencies, name="my_competencies"),
    path(
        "my/competencies/<int:competency_id>/self-assessment/",
        views.assess_myself,
        name="assess_myself",
    ),
]
