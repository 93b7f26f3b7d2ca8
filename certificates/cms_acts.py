"""What administrators do to one document of the register: revoke it, or issue it anew."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component

from certificates.doubts import decide_doubt
from certificates.exceptions import CertificateRefused
from certificates.models import Certificate, Doubt
from certificates.printing import printed_on
from certificates.services import post_of, reissue_certificate, revoke_certificate
from certificates.words import DoubtDecision
from lms.cms.revoking import RegisterActView, RevokeView

CHANGE = "certificates.change_certificate"


class CertificateActView(RegisterActView):
    """For administrators."""

    model = Certificate
    related: tuple[str, ...] = ("learner",)
    permission = CHANGE
    register = "certificate"
    register_label = gettext_lazy("Register")
    refused = CertificateRefused


class RevokeCertificateView(CertificateActView, RevokeView):
    template_name = "certificates/cms/revoke.html"
    page_title = gettext_lazy("Revoke the certificate")
    done = gettext_lazy("The certificate is revoked.")

    def revoke(self, reason: str) -> None:
        revoke_certificate(certificate=self.row, revoked_by=self.request.user, reason=reason)


class ReissueForm(forms.Form):
    course_title = forms.CharField(
        label=gettext_lazy("Course as printed"),
        max_length=300,
        help_text=gettext_lazy("Change it only if the document names the course wrongly."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Kept in the register; neither the learner nor the public see it."),
    )


class ReissueCertificateView(CertificateActView):
    template_name = "certificates/cms/reissue.html"
    page_title = gettext_lazy("Issue the document anew")
    header_icon = "edit"
    form_class = ReissueForm
    related = ("learner", "design")
    act_label = gettext_lazy("Issue anew")
    done = gettext_lazy("The corrected document is issued.")

    def get_initial(self) -> dict[str, Any]:
        return {"course_title": self.row.course_title}

    def act(self, data: dict[str, Any]) -> None:
        self.result = reissue_certificate(
            certificate=self.row,
            reissued_by=self.request.user,
            reason=data["reason"],
            course_title=data["course_title"],
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        printed, learner = printed_on(self.row), self.row.learner
        post = ", ".join(part for part in post_of(learner, self.row.earned_on) if part)
        compared = [
            (gettext_lazy("Full name"), printed.learner_name, learner.full_name),
            (gettext_lazy("Date of birth"), printed.date_of_birth, learner.date_of_birth),
            (gettext_lazy("Position and agency"), printed.post, post),
            (gettext_lazy("Issuer"), printed.issuer, self.row.design.issuer),
            (gettext_lazy("Signer"), printed.signer_name, self.row.design.signer_name),
        ]
        return super().get_context_data(compared=compared, **kwargs)


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"), choices=DoubtDecision.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class DecideDoubtView(CertificateActView):
    """The result behind the document was changed; does it stand?"""

    template_name = "certificates/cms/decide.html"
    page_title = gettext_lazy("Decide on the certificate")
    header_icon = "help"
    form_class = DecisionForm
    act_label = gettext_lazy("Decide")
    done = gettext_lazy("The decision is recorded.")

    def act(self, data: dict[str, Any]) -> None:
        for doubt in self.row.doubts.filter(decision=""):
            decide_doubt(
                doubt=doubt,
                decision=data["decision"],
                reason=data["reason"],
                decided_by=self.request.user,
            )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        doubts = self.row.doubts.select_related("raised_by", "decided_by")
        return super().get_context_data(doubts=doubts, **kwargs)


class DoubtsPanel(Component):
    """On the front page of the CMS: documents that wait for a decision."""

    name = "certificates_in_doubt"
    template_name = "certificates/cms/doubts_panel.html"
    order = 210

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        if not parent_context["request"].user.has_perm(CHANGE):
            return {"doubts": []}
        return {"doubts": Doubt.objects.open().select_related("certificate__learner")}
