"""Content-Security-Policy: strict for the site, a second one for the CMS."""

from csp.constants import SELF
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

CMS = "/cms/"
PREVIEW = {"frame-ancestors": [SELF]}


class TwoPoliciesMiddleware(CSPMiddleware):
    """The CMS carries inline scripts of its own; nothing else of the site may."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if getattr(request, "is_preview", False):
            # The editor shows the page as the site would send it, in a frame beside the form.
            parts.replace = PREVIEW
        elif not report_only and request.path_info.startswith(CMS):
            parts.config = settings.LMS_CMS_CONTENT_SECURITY_POLICY
        return parts
