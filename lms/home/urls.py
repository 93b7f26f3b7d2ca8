from django.urls import URLPattern, URLResolver, path

from lms.home import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.help_index, name="help_index"),
    path("<slug:slug>/", views.help_page, name="help_page"),
]
