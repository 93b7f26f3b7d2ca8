from django.urls import URLPattern, URLResolver, path

from certificates import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("my/certificates/", views.my_certificates, name="my_certificates"),
    path("my/certificates/<str:serial>/", views.certificate_detail, name="certificate_detail"),
    path("my/certificates/<str:serial>/pdf/", views.certificate_pdf, name="certificate_pdf"),
    path("verify/", views.certificate_lookup, name="certificate_lookup"),
    path("verify/<str:serial>/", views.verify_certificate, name="verify_certificate"),
]
