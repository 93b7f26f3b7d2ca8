"""Doors of the CMS that would bypass the second factor: they lead to the one sign-in."""

from django.urls import URLPattern, URLResolver, path, re_path

from lms.accounts import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", views.to_sign_in),
    re_path(r"^password_reset/", views.to_password_reset),
]
