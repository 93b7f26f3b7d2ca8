"""Pages of the CMS with a form that is no model's own."""

from typing import Any

from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin


class AdminFormView(WagtailAdminTemplateMixin, FormView):
    """A form with the scripts and styles of its fields, which the library's template asks for."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "media": context["form"].media}
