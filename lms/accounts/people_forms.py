"""The form of a person in the CMS."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from lms.accounts.events import record_event, record_roles
from lms.accounts.models import EventKind, User

# As it stands in the rows: they are read in either language.
OPERATOR = "operator"
SEE_ETHNIC_GROUP = "accounts.see_ethnic_group"


class PersonForm(forms.ModelForm):
    """A person of the register. Passwords are never typed by others: people choose their own."""

    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", "–"), *settings.WAGTAIL_CONTENT_LANGUAGES],
    )

    class Meta:
        model = User
        fields = (
            "full_name",
            "official_code",
            "email",
            "date_of_birth",
            "gender",
            "ethnic_group",
            "language",
            "is_active",
            "is_superuser",
            "groups",
        )
        widgets = {"date_of_birth": AdminDateInput, "groups": forms.CheckboxSelectMultiple}
        labels = {"is_superuser": _("Operator"), "groups": _("Roles")}
        help_texts = {
            "email": _("The mail for choosing a password goes there; it also signs in."),
            "is_active": _("Take this away from people who have left. Their record is kept."),
            "is_superuser": _("May do everything, also what the roles below do not give."),
            "groups": "",
        }

    def __init__(self, *args: Any, by: User, editing_self: bool = False, **kw: Any) -> None:
        super().__init__(*args, **kw)
        if not by.has_perm(SEE_ETHNIC_GROUP):
            del self.fields["ethnic_group"]
        if editing_self or not by.is_superuser:
            del self.fields["is_superuser"]
        if editing_self:
            # Nobody locks themselves out, and nobody gives themselves a role.
            del self.fields["is_active"]
            del self.fields["groups"]

    def clean_email(self) -> str | None:
        email = self.cleaned_data["email"]
        return email.lower() if email else None

    def save(self, commit: bool = True) -> User:
        if self.instance.pk is None:
            self.instance.set_unusable_password()
        before = role_names(User.objects.filter(pk=self.instance.pk).first())
        is_new = self.instance.pk is None
        person: User = super().save(commit=commit)
        if commit:
            if "email" in self.changed_data and not is_new:
                record_event(EventKind.EMAIL_CHANGED, account=person)
            record_roles(person=person, before=before, after=role_names(person))
        return person


def role_names(person: User | None) -> set[str]:
    """Return what somebody may do, by the names the form has for it."""
    if person is None:
        return set()
    names = set(person.groups.values_list("name", flat=True))
    return {*names, OPERATOR} if person.is_superuser else names
