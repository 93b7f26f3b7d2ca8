"""The forms of signing in, in our words and with labels instead of placeholders."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.core import context
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lms.accounts.events import record_failure
from lms.accounts.models import EventKind
from lms.accounts.tasks import mail_password_link


class PlainLabels(forms.BaseForm):
    """A placeholder that repeats the label disappears as soon as somebody types: leave it out.

    Where the form is what one comes for, its first field has the focus, unless something is wrong:
    then the summary of it has.
    """

    labels: dict[str, Any] = {}
    begins_focused = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in self.labels:
                field.label = self.labels[name]
        self.label_suffix = ""
        if self.begins_focused and not self.is_bound:
            # Not by the bound fields: they keep the help texts that forms below still change.
            first = next(field for field in self.fields.values() if not field.widget.is_hidden)
            first.widget.attrs["autofocus"] = True


class SignInForm(PlainLabels, account_forms.LoginForm):
    labels = {"login": _("E-mail address or official code"), "password": _("Password")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs.update(
            {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        )
        self.fields["password"].help_text = ""


class RequestResetForm(PlainLabels, account_forms.ResetPasswordForm):
    labels = {"email": _("E-mail address")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("The address your agency has for you in the register.")

    def clean_email(self) -> str:
        """Return the address; whether somebody has it is asked after the answer has gone out."""
        return self.cleaned_data["email"].strip().lower()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email: str = self.cleaned_data["email"]
        mail_password_link.enqueue(email)
        return email


class NewPasswordMixin(PlainLabels):
    labels = {
        "oldpassword": _("Present password"),
        "password1": _("New password"),
        "password2": _("New password again"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = password_validators_help_text_html()
        if "oldpassword" in self.fields:
            self.fields["oldpassword"].help_text = ""


class ResetPasswordForm(NewPasswordMixin, account_forms.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(NewPasswordMixin, account_forms.ChangePasswordForm):
    pass


class SetPasswordForm(NewPasswordMixin, account_forms.SetPasswordForm):
    pass


class ConfirmPasswordForm(PlainLabels, account_forms.ReauthenticateForm):
    labels = {"password": _("Password")}


class CodeMixin(PlainLabels):
    labels = {"code": _("Code")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update(
            {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "input--short"}
        )


class NotedCode(CodeMixin, mfa_forms.BaseAuthenticateForm):
    """A wrong code is a security event."""

    def clean_code(self) -> str:
        try:
            return str(super().clean_code())
        except forms.ValidationError:
            record_failure(context.request, EventKind.SECOND_FACTOR_FAILED, self.user)
            raise


class SignInCodeForm(NotedCode, mfa_forms.AuthenticateForm):
    pass


class ConfirmCodeForm(NotedCode, mfa_forms.ReauthenticateForm):
    pass


class ActivateCodeForm(CodeMixin, totp_forms.ActivateTOTPForm):
    # The picture to scan stands above the field.
    begins_focused = False
    labels = {"code": _("Code from the app")}
