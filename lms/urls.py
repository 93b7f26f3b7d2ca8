"""The address book: each room names its own pages."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns = [
    path("", include("lms.core.urls")),
    path("accounts/", include("lms.accounts.urls")),
    path("", include("lms.enrolments.urls")),
    path("", include("lms.competencies.urls")),
    path("", include("certificates.urls")),
    path("", include("assessments.urls")),
    path("", include("lms.reports.urls")),
    path("help/", include("lms.home.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("documents/", include(wagtaildocs_urls)),
    path("cms/", include(wagtailadmin_urls)),
    path("", include(wagtail_urls)),
]
