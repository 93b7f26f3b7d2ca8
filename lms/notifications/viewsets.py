"""Mails in the CMS: which have left, which have not, and what is done about those in doubt."""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from lms.accounts.requests import SignedInRequest
from lms.cms.registers import RegisterIndexView, RegisterInspectView
from lms.core.text import fold
from lms.notifications.exceptions import NothingToDecide
from lms.notifications.kinds import mail_kinds
from lms.notifications.models import Delivery, DeliveryState
from lms.notifications.services import consider_sent, may_be_sent_again, send_again

DECIDE = "notifications.change_delivery"


def kinds_by_label() -> list[tuple[str, str]]:
    return [(kind.name, str(kind.label)) for kind in mail_kinds()]


class DeliveryFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Status"), choices=DeliveryState.choices
    )
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=kinds_by_label)
    created_at = django_filters.DateFromToRangeFilter(label=gettext_lazy("Written on"))

    class Meta:
        model = Delivery
        fields = ("state", "kind", "created_at")


class DeliveryIndexView(RegisterIndexView):
    related = ("user",)

    def find(self, queryset: QuerySet[Delivery], asked: str) -> QuerySet[Delivery]:
        asked = asked.strip()
        return queryset.filter(
            Q(user__folded_name__contains=fold(asked))
            | Q(user__official_code__iexact=asked)
            | Q(address__icontains=asked)
            | Q(subject__icontains=asked)
            | Q(message_id__icontains=asked)
        )


class DeliveryInspectView(RegisterInspectView):
    page_title = gettext_lazy("Mail")
    labels = {"label": gettext_lazy("Mail")}

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        delivery, buttons = self.object, list[HeaderButton]()
        if not self.request.user.has_perm(DECIDE):
            return buttons
        if may_be_sent_again(delivery):
            url = reverse("delivery:send_again", args=[delivery.pk])
            buttons.append(HeaderButton(_("Send again"), url=url, icon_name="mail"))
        if delivery.state == DeliveryState.IN_DOUBT:
            url = reverse("delivery:consider_sent", args=[delivery.pk])
            buttons.append(HeaderButton(_("Consider sent"), url=url, icon_name="check"))
        return buttons


class DecisionView(WagtailAdminTemplateMixin, TemplateView):
    """Ask, then decide about one mail; for whoever may."""

    request: SignedInRequest
    template_name = "notifications/cms/decide.html"
    header_icon = "mail"
    question: Promise
    done: Promise

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.request.user.has_perm(DECIDE):
            raise PermissionDenied
        rows = Delivery.objects.select_related("user")
        self.delivery = get_object_or_404(rows, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.decide()
        except NothingToDecide as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, str(self.done))
        return redirect("delivery:inspect", self.delivery.pk)

    def decide(self) -> None:
        raise NotImplementedError

    def get_page_subtitle(self) -> str:
        return str(self.delivery)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            delivery=self.delivery, question=self.question, confirm_label=self.page_title, **kwargs
        )


class SendAgainView(DecisionView):
    page_title = gettext_lazy("Send again")
    question = gettext_lazy(
        "The mail goes out once more. Somebody whose mail server already has it may read it twice."
    )
    done = gettext_lazy("The mail is on its way.")

    def decide(self) -> None:
        send_again(delivery=self.delivery, decided_by=self.request.user)


class ConsiderSentView(DecisionView):
    page_title = gettext_lazy("Consider sent")
    question = gettext_lazy(
        "Nothing is sent any more. Ask the person, or look in the log of the mail server, first."
    )
    done = gettext_lazy("The mail is considered sent.")

    def decide(self) -> None:
        consider_sent(delivery=self.delivery, decided_by=self.request.user)


class DeliveryViewSet(ModelViewSet):
    model = Delivery
    name = "delivery"
    url_prefix = "mails"
    icon = "mail"
    menu_label = gettext_lazy("Mails")
    menu_order = 640
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = DeliveryIndexView
    inspect_view_class = DeliveryInspectView
    filterset_class = DeliveryFilterSet
    form_fields = ()
    ordering = "-pk"
    list_display = (
        TitleColumn("label", label=gettext_lazy("Mail"), url_name="delivery:inspect"),
        Column("user", label=gettext_lazy("Person"), sort_key="user__sort_key"),
        "address",
        DateColumn("created_at", label=gettext_lazy("Written on"), sort_key="created_at"),
        StatusTagColumn(
            "get_state_display",
            label=gettext_lazy("Status"),
            sort_key="state",
            primary=lambda delivery: delivery.state == DeliveryState.SENT,
        ),
        Column("tries", label=gettext_lazy("Tries"), sort_key="tries"),
    )
    inspect_view_fields = (
        "label",
        "user",
        "address",
        "about",
        "channel",
        "state",
        "tries",
        "created_at",
        "next_try_at",
        "sent_at",
        "error",
        "message_id",
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/send-again/", SendAgainView.as_view(), name="send_again"),
            path("<int:pk>/consider-sent/", ConsiderSentView.as_view(), name="consider_sent"),
        ]

    @cached_property
    def menu_url(self) -> str:
        return reverse(self.get_url_name("index"))
