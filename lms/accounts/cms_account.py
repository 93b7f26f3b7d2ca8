"""The CMS's page of one's own settings: the name comes from the register, the language is one."""

from typing import Any

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import account as wagtail_account
from wagtail.users.models import UserProfile

from lms.accounts.models import User


class RegisterPanel(wagtail_account.BaseSettingsPanel):
    """Shows the name; changing it, the password and the second factor is done elsewhere."""

    name = "name_email"
    title = _("My account")
    order = 100
    template_name = "wagtailadmin/account/settings_panels/register.html"

    def get_form(self) -> Any:
        return Form()

    def get_context_data(self) -> dict[str, Any]:
        return {"form": self.get_form(), "person": self.user}


class AccountView(wagtail_account.AccountView):
    def get_panels(self) -> list[Any]:
        panels = super().get_panels()
        own = RegisterPanel(self.request, self.request.user, None)
        return [own, *(p for p in panels if p.name != RegisterPanel.name)]

    def post(self, request: HttpRequest) -> HttpResponse:
        response = super().post(request)
        profile = UserProfile.objects.filter(user=request.user).first()
        if profile and profile.preferred_language in dict(settings.LANGUAGES):
            User.objects.filter(pk=profile.user_id).update(language=profile.preferred_language)
        return response
