"""The official's own competencies: required against proved, and what they say of themselves."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lms.accounts.requests import SignedInRequest
from lms.competencies.forms import SelfAssessmentForm
from lms.competencies.gaps import gaps_first
from lms.competencies.models import Competency, Framework
from lms.competencies.services import record_self_assessment
from lms.competencies.standing import competency_standing, current_frameworks, position_on
from lms.core.components import Tab


@login_required
@never_cache
@require_safe
def my_competencies(request: SignedInRequest) -> HttpResponse:
    frameworks = current_frameworks()
    framework = _chosen(frameworks, request.GET.get("framework", ""))
    if framework is None:
        return render(request, "competencies/my_competencies.html", {"framework": None})
    today = timezone.localdate()
    standings = competency_standing(learner=request.user, on=today, framework=framework)
    required = [standing for standing in standings if standing.required]
    context: dict[str, Any] = {
        "framework": framework,
        "tabs": [
            Tab(each.label, f"?{urlencode({'framework': each.code})}", current=each == framework)
            for each in frameworks
        ],
        "levels": list(framework.levels.all()),
        "posting": position_on(request.user, today),
        "standings": gaps_first(standings),
        "required_count": len(required),
        "met_count": sum(standing.is_met for standing in required),
        "gap_count": sum(standing.gap > 0 for standing in required),
    }
    return render(request, "competencies/my_competencies.html", context)


@login_required
@require_POST
def assess_myself(request: SignedInRequest, competency_id: int) -> HttpResponse:
    competency = get_object_or_404(
        Competency.objects.filter(children__isnull=True).select_related("framework"),
        pk=competency_id,
    )
    form = SelfAssessmentForm(request.POST, competency=competency)
    if form.is_valid():
        record_self_assessment(
            learner=request.user, competency=competency, level=form.cleaned_data["level"]
        )
        messages.success(request, _("Your self-assessment is kept. It proves no level."))
    else:
        messages.error(request, _("Choose one of the levels of this framework."))
    query = urlencode({"framework": competency.framework.code})
    return redirect(f"{reverse('my_competencies')}?{query}#competency-{competency.pk}")


def _chosen(frameworks: list[Framework], code: str) -> Framework | None:
    """Return the framework asked for; otherwise the first."""
    return next((each for each in frameworks if each.code == code), next(iter(frameworks), None))
