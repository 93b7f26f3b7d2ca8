from django.urls import URLPattern, URLResolver, path

from lms.core import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("media/<path:path>", views.media_file, name="media_file"),
]
