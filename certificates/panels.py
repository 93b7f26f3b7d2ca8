"""What the dashboard of the CMS says when files of documents are not as they should be."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from certificates.models import Certificate
from certificates.replaced import ReplacedFile

# A file that is not there after so long is not only waiting for its task.
LATE = dt.timedelta(hours=1)
# For how long it is told that a file was lost or altered.
TOLD_FOR = dt.timedelta(days=30)


class DamagedFilesPanel(Component):
    name = "damaged_files"
    template_name = "certificates/cms/damaged_files.html"
    order = 115

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        now = timezone.now()
        missing = Certificate.objects.without_pdf().filter(issued_at__lt=now - LATE)
        replaced = ReplacedFile.objects.filter(replaced_at__gt=now - TOLD_FOR)
        return {
            "missing": missing.count(),
            "replaced": replaced.count(),
            "url": reverse("certificate:index"),
        }
