"""Tags that show where somebody works and what they answer for."""

from dataclasses import dataclass

from django import template
from django.template import Context
from django.utils import timezone

from lms.accounts.models import User
from lms.agencies.middleware import lacks_required_second_factor
from lms.agencies.models import AgencyVersion, Position, Posting, Rank
from lms.agencies.naming import name_below

register = template.Library()


@dataclass(frozen=True)
class Post:
    """What somebody is today; `agency` is today's version, None after its end."""

    position: Position
    rank: Rank | None
    agency: AgencyVersion | None


@register.simple_tag(takes_context=True)
def my_posting(context: Context) -> Post | None:
    """Return the posting that counts today for who is signed in, or None."""
    request = context.get("request")
    if request is None or not request.user.is_authenticated:
        return None
    today = timezone.localdate()
    posting = Posting.objects.select_related("position", "rank").counting_for(request.user, today)
    if posting is None:
        return None
    agency = AgencyVersion.objects.valid_on(today).filter(agency_id=posting.agency_id).first()
    return Post(posting.position, posting.rank, agency)


@register.filter
def below(name: str, above: str) -> str:
    """Return the name of an agency on the page of one above it."""
    return name_below(name, above)


@register.simple_tag
def postings_of(person: User) -> list[Posting]:
    """Return all postings of a person, the latest first."""
    return list(
        Posting.objects.filter(learner=person)
        .select_related("position")
        .prefetch_related("agency__versions")
    )


@register.simple_tag(takes_context=True)
def must_set_up_second_factor(context: Context) -> bool:
    """Return whether nothing else opens for this person until the second factor is there."""
    request = context.get("request")
    return request is not None and lacks_required_second_factor(request)
