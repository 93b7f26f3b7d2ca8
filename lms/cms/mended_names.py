"""Names of columns, fields and choices that Wagtail shows without marking them for translation."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Permission
from django.forms import Form, ModelForm, ModelMultipleChoiceField
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LINK = {
    "link_text": _("Link text"),
    "email_address": _("Email address"),
    "subject": _("Subject"),
    "body": _("Body"),
    "phone_number": _("Phone number"),
}


def name_what_has_no_name() -> None:
    """Give them the names that Wagtail's catalogue already has."""
    from wagtail.admin.forms import choosers
    from wagtail.admin.forms.workflows import WorkflowPageForm
    from wagtail.contrib.redirects.forms import ConfirmImportForm
    from wagtail.models import PAGE_PERMISSION_TYPES, Site
    from wagtail.sites.views import IndexView as SitesIndexView
    from wagtail.users.forms import PagePermissionsForm
    from wagtail.users.views.bulk_actions.assign_role import RoleForm

    site_fields = {field.name: field for field in Site._meta.fields}
    for column in SitesIndexView.columns:
        if column.name in {"port", "site_name", "root_page"}:
            column.label = capfirst(site_fields[column.name].verbose_name)
    renamed: dict[type[Form | ModelForm[Any]], Mapping[str, StrOrPromise]] = {
        choosers.ExternalLinkChooserForm: LINK,
        choosers.AnchorLinkChooserForm: LINK,
        choosers.EmailLinkChooserForm: LINK,
        choosers.PhoneLinkChooserForm: LINK,
        WorkflowPageForm: {"page": _("Page")},
        PagePermissionsForm: {"page": _("Page")},
        RoleForm: {"role": _("Role")},
        ConfirmImportForm: {"permanent": _("Permanent")},
    }
    for form, names in renamed.items():
        for name in names.keys() & form.base_fields.keys():
            form.base_fields[name].label = names[name]
    labels = {f"{action}_page": label for action, _short, label in PAGE_PERMISSION_TYPES}

    def label_of(permission: Permission) -> str:
        return str(labels.get(permission.codename, permission))

    permissions = PagePermissionsForm.base_fields["permissions"]
    assert isinstance(permissions, ModelMultipleChoiceField)  # noqa: S101
    # Called as an attribute of the field, without the field.
    permissions.label_from_instance = label_of  # type: ignore[assignment]
