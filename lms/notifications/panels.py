"""What the dashboard of the CMS says about mails that did not arrive for certain."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from wagtail.admin.ui.components import Component

from lms.notifications.models import UNDECIDED, Delivery


class MailsToDecidePanel(Component):
    name = "mails_to_decide"
    template_name = "notifications/cms/mails_to_decide.html"
    order = 110

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        states = [("state", state) for state in UNDECIDED]
        return {
            "count": Delivery.objects.for_a_person_to_decide().count(),
            "url": f"{reverse('delivery:index')}?{urlencode(states)}",
        }
