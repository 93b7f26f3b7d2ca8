"""Deleting a part of a course as a whole, as long as nobody has used it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.actions.delete_page import DeletePageAction
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Page
from wagtail.permissions import policy_registry

from courses.models import ActivityPage, CoursePage, ModulePage
from lms.accounts.models import User
from lms.accounts.requests import SignedInRequest
from lms.enrolments.protection import learners_below, refuse_deletion

PARTS = (CoursePage, ModulePage, ActivityPage)


def may_delete_whole(page: Page, user: User) -> bool:
    """Return whether a person may delete a part of a course with all that stands below it.

    Who writes it, as long as none of it was ever published; then only who publishes.
    """
    if page.specific_class is None or not issubclass(page.specific_class, PARTS):
        return False
    allowed = page.permissions_for_user(user)
    if allowed.can_unpublish() or allowed.can_publish():
        return True
    below = Page.objects.filter(path__startswith=page.path)
    published = below.filter(first_published_at__isnull=False).exists() or below.live().exists()
    return bool(allowed.can_edit()) and not published


class DeleteUnusedView(WagtailAdminTemplateMixin, TemplateView):
    request: SignedInRequest
    template_name = "enrolments/cms/delete_unused.html"
    page_title = gettext_lazy("Delete as a whole")
    header_icon = "bin"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        policy = policy_registry.get_by_type(Page)
        own = policy.instances_user_has_any_permission_for(
            self.request.user, {"add", "change", "publish"}
        )
        self.page = get_object_or_404(Page.objects.filter(pk__in=own.values("pk")), pk=kwargs["pk"])
        if not may_delete_whole(self.page, self.request.user):
            raise PermissionDenied
        return refuse_deletion(request, [self.page]) or super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        below = Page.objects.filter(path__startswith=self.page.path).order_by("path")
        return super().get_context_data(page=self.page, pages=below, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        parent = self.page.get_parent()
        with transaction.atomic():
            # Whoever enrols meanwhile waits here, or is counted.
            list(Page.objects.select_for_update().filter(path__startswith=self.page.path))
            if learners_below(self.page):
                raise PermissionDenied
            DeletePageAction(self.page, user=self.request.user).execute(skip_permission_checks=True)
        messages.success(request, _("“%(title)s” is deleted.") % {"title": self.page.title})
        return redirect("wagtailadmin_explore", parent.pk if parent else 1)
