"""Content-Security-Policy: strict for the site, a second one for the CMS."""

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

CMS = "/cms/"


class TwoPoliciesMiddleware(CSPMiddleware):
    """The CMS carries inline scripts of its own; nothing else of the site may."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path_info.startswith(CMS):
            parts.config = settings.LMS_CMS_CONTENT_SECURITY_POLICY
        return parts
