"""The addresses of a quiz being taken; quizzes themselves are pages of the CMS."""

from django.urls import URLPattern, URLResolver, path

from assessments.taking.views import answering, autosave, finishing

urlpatterns: list[URLPattern | URLResolver] = [
    path("quizzes/<int:page_id>/start/", finishing.start, name="start_attempt"),
    path("attempts/<uuid:attempt_id>/", answering.attempt, name="attempt"),
    path("attempts/<uuid:attempt_id>/answer/", autosave.attempt_answer, name="attempt_answer"),
    path("attempts/<uuid:attempt_id>/review/", finishing.attempt_review, name="attempt_review"),
    path("attempts/<uuid:attempt_id>/submit/", finishing.attempt_submit, name="attempt_submit"),
    path("attempts/<uuid:attempt_id>/result/", finishing.attempt_result, name="attempt_result"),
]
