from django.conf import settings
from django.urls import URLPattern, path
from django.views.generic import TemplateView

urlpatterns: list[URLPattern] = []
if settings.DEBUG:
    urlpatterns.append(
        path("components/", TemplateView.as_view(template_name="components/gallery.html"))
    )
