"""The address book: each room names its own pages."""

from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from lms.accounts.views import set_language
from lms.cms.routing import serve_page

handler400 = "lms.web.refusals.bad_request"
handler500 = "lms.web.refusals.server_error"

urlpatterns = [
    path("", include("lms.web.urls")),
    path("accounts/", include("lms.accounts.urls")),
    path("", include("lms.enrolments.urls")),
    path("", include("lms.competencies.urls")),
    path("", include("certificates.urls")),
    path("", include("assessments.urls")),
    path("", include("lms.my_agency.urls")),
    path("", include("lms.demo.urls")),
    path("help/", include("lms.home.urls")),
    path("language/setlang/", set_language, name="set_language"),
    path("documents/", include(wagtaildocs_urls)),
    path("cms/", include("lms.accounts.cms_urls")),
    path("cms/", include(wagtailadmin_urls)),
    re_path(wagtail_urls.serve_pattern, serve_page),
    path("", include(wagtail_urls)),
]
