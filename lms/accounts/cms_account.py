"""The CMS's page of one's own settings: the name comes from the register, the language is one."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.forms import ChoiceField, Form
from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import LocalePreferencesForm
from wagtail.admin.views import account as wagtail_account
from wagtail.users.models import UserProfile

from lms.accounts.language import keep_language, keep_language_in_browser
from lms.accounts.models import User
from lms.accounts.requests import SignedInRequest


class RegisterPanel(wagtail_account.BaseSettingsPanel):
    """Shows the name; changing it, the password and the second factor is done elsewhere."""

    name = "name_email"
    title = _("My account")  # type: ignore[assignment]  # translated for each reader
    order = 100
    template_name = "wagtailadmin/account/settings_panels/register.html"

    def get_form(self) -> Any:
        return Form()

    def get_context_data(self) -> dict[str, Any]:
        return {"form": self.get_form(), "person": self.user}


class LanguageForm(LocalePreferencesForm):
    """Offers the languages alone: that of the server is one of them."""

    preferred_language = ChoiceField(
        choices=settings.WAGTAIL_CONTENT_LANGUAGES, label=_("Preferred language")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["preferred_language"] = get_language()

    def save(self, commit: bool = True) -> UserProfile:
        profile: UserProfile = super().save(commit)
        keep_language(profile.user, profile.preferred_language)
        return profile


class LanguagePanel(wagtail_account.LocaleSettingsPanel):
    title = _("Language")
    form_class = LanguageForm


class AccountView(wagtail_account.AccountView):
    def get_panels(self) -> list[Any]:
        user = self.request.user
        profile = UserProfile.get_for_user(user)
        own = [panel(self.request, user, profile) for panel in (RegisterPanel, LanguagePanel)]
        replaced = {panel.name for panel in own}
        return [*own, *(panel for panel in super().get_panels() if panel.name not in replaced)]

    def post(self, request: SignedInRequest) -> HttpResponse:
        response = super().post(request)
        if response.status_code == HTTPStatus.FOUND:
            # The form has saved another instance than the one of the request.
            person = User.objects.get(pk=request.user.pk)
            keep_language_in_browser(request, response, person.language)
        return response
