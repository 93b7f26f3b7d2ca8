"""Help for each role."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.home.help_pages import available_topics, find_topic, help_file, render_markdown


def help_index(request: HttpRequest) -> HttpResponse:
    return render(request, "home/help_index.html", {"topics": available_topics(request.user)})


def help_page(request: HttpRequest, slug: str) -> HttpResponse:
    topic = find_topic(slug)
    file = help_file(topic) if topic else None
    if topic is None or file is None or not topic.shown(request.user):
        raise Http404
    title, _newline, body = file.read_text(encoding="utf-8").partition("\n")
    context = {
        "title": title.removeprefix("# ").strip(),
        "body": render_markdown(body),
        "breadcrumbs": [(_("Home"), "/"), (_("Help"), reverse("help_index"))],
    }
    return render(request, "home/help_page.html", context)
