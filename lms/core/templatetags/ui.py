"""Tags for drawing components: icons, bodies, lengths of time, percentages."""

from typing import Any

from django import template
from django.template import Context, Engine
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from lms.core import tokens
from lms.core.compounds import keep_together
from lms.core.percentages import Number, percentage

register = template.Library()

HIDDEN = SafeString('aria-hidden="true"')


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Return a drawing of `img/icons.svg`; without a label it is hidden from screen readers."""
    attributes = format_html('role="img" aria-label="{}"', label) if label else HIDDEN
    return format_html(
        '<svg class="icon" width="24" height="24" {}><use href="{}#{}"></use></svg>',
        attributes,
        static("img/icons.svg"),
        name,
    )


@register.simple_tag
def colour(name: str) -> str:
    """Return a colour of `css/tokens.css`, for attributes of drawings that documents print."""
    return tokens.colour(name)


@register.simple_block_tag(takes_context=True)
def wrap(context: Context, content: str, template_name: str, **variables: Any) -> SafeString:
    """Draw a component round a body; it sees its variables, `body` and the request."""
    inherited = {key: context[key] for key in ("request", "csrf_token") if key in context}
    # The body is the output of the template engine, which has escaped it already.
    inner = context.new({**inherited, **variables, "body": mark_safe(content.strip())})  # noqa: S308
    component = Engine.get_default().get_template(template_name)
    return mark_safe(component.render(inner))  # noqa: S308


@register.filter(is_safe=True)
def whole_words(text: object) -> str:
    """Return the text of a heading so that no word of two syllables is broken in two."""
    return keep_together(str(text))


@register.filter
def minutes_text(minutes: float | None) -> str:
    """Return a length in words: 95 becomes “1 hour 35 minutes”."""
    if not minutes:
        return ""
    hours, rest = divmod(round(minutes), 60)
    parts = []
    if hours:
        parts.append(ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours})
    if rest:
        parts.append(ngettext("%(count)d minute", "%(count)d minutes", rest) % {"count": rest})
    return " ".join(parts) or gettext("under a minute")


@register.filter
def whole_percent(value: Number | None, short_of: int | None = None) -> int:
    """Return a percentage as it is shown, whole; `short_of` as in `percentage`."""
    return int(percentage(value or 0, 100, short_of=short_of))
