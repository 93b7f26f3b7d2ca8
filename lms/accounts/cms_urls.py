"""Pages of the CMS that are replaced: doors past the second factor, and the account page."""

from django.urls import URLPattern, URLResolver, path, re_path
from wagtail.admin.auth import require_admin_access

from lms.accounts import views
from lms.accounts.cms_account import AccountView

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", views.to_sign_in),
    re_path(r"^password_reset/", views.to_password_reset),
    path("account/", require_admin_access(AccountView.as_view())),
]
