from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from lms.accounts import views

# E-mail addresses come from the register: the pages for managing and confirming them stay shut.
to_account_home = RedirectView.as_view(url="/accounts/", permanent=False)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.account_home, name="account_home"),
    path("looks/", views.looks_at_me, name="looks_at_me"),
    path("email/", to_account_home),
    path("confirm-email/", to_account_home),
    path("confirm-email/<str:key>/", to_account_home),
    path("sessions/", views.signed_in_devices, name="usersessions_list"),
    path("sessions/<int:pk>/end/", views.sign_out_device, name="sign_out_device"),
    path("", include("allauth.urls")),
]
