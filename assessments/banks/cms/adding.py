"""Writing many questions in a row: the bank and what is about all of them stays."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.views.generic import CreateView

from assessments.banks.models import QuestionBank
from lms.accounts.requests import SignedInRequest

ANOTHER = "add-another"
KEPT = ("bank", "status", "difficulty", "competency")


class WholeForm:
    """A view of a question's form: a post without its answers came from no browser."""

    def post(self, request: HttpRequest, *args: str, **kwargs: Any) -> HttpResponse:
        if "content-count" not in request.POST:
            raise BadRequest("the form of a question is not whole")
        # Stands before views of several kinds.
        answer: HttpResponse = super().post(request, *args, **kwargs)  # type: ignore[misc]
        return answer


class QuestionCreateView(WholeForm, CreateView):
    """Begin with the bank one came from, or the only one there is."""

    request: SignedInRequest
    action: str
    form: WagtailAdminModelForm
    template_name = "assessments/cms/add_question.html"
    actions = ["create", ANOTHER]

    def get_initial(self) -> dict[str, Any]:
        kept: dict[str, Any] = {
            name: self.request.GET[name] for name in KEPT if self.request.GET.get(name)
        }
        if not kept.get("bank", "").isdecimal():
            kept.pop("bank", None)
            banks = list(QuestionBank.objects.visible_to(self.request.user)[:2])
            if len(banks) == 1:
                kept["bank"] = banks[0].pk
        return {**super().get_initial(), **kept}

    def get_success_url(self) -> str:
        if self.action != ANOTHER:
            return str(super().get_success_url())
        values = {name: self.form.cleaned_data[name] for name in KEPT}
        kept = {name: getattr(value, "pk", value) for name, value in values.items() if value}
        return f"{reverse('question:add')}?{urlencode(kept)}"
