from django.conf import settings
from django.urls import URLPattern, URLResolver, path
from django.views.generic import TemplateView

from lms.core import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("media/<path:path>", views.media_file, name="media_file"),
]
if settings.DEBUG:
    urlpatterns.append(
        path("components/", TemplateView.as_view(template_name="components/gallery.html"))
    )
