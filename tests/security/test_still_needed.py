"""What is put in the way of the CMS is still needed: without it, the library does the harm."""

import inspect
import json
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import Error, connection, transaction
from django.test import Client, override_settings
from modelsearch.backends import database
from wagtail.admin.mail import send_notification
from wagtail.admin.models import popular_tags_for_model
from wagtail.admin.views import chooser
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.admin.views.pages.edit import EditView
from wagtail.documents.models import Document
from wagtail.models import Page, PageSubscription
from wagtailmedia.views import chooser as recordings

from courses.models import LessonPage
from tests.cms.installed import original
from tests.notifications.mails import delivered

BULK = "wagtail.admin.views.bulk_action.base_bulk_action"
DRAFT = "Đề thi chưa công bố"


def test_the_library_names_the_drafts_of_others_to_whoever_counts_pages_through(
    foreign, signed_in, monkeypatch
) -> None:
    own = original(BULK, "BulkAction.get_actionable_objects")
    monkeypatch.setattr(PageBulkAction, "get_actionable_objects", own)
    draft = foreign.course.add_child(instance=LessonPage(title=DRAFT, slug="kin", live=False))
    trainer = signed_in(foreign.cast.trainer)
    shown = trainer.get(f"/cms/bulk/wagtailcore/page/delete/?next=/cms/&id={draft.pk}")
    assert DRAFT in shown.content.decode()


def test_the_library_mails_comments_to_who_lost_the_role(foreign) -> None:
    person = foreign.stranger
    person.groups.clear()
    PageSubscription.objects.create(page=foreign.quiz, user=person, comment_notifications=True)
    context = {"page": foreign.quiz, "editor": foreign.cast.admin, "new_comments": []}
    fresh = type(person).objects.get(pk=person.pk)
    delivered().clear()
    send_notification([fresh], "updated_comments", context)
    assert [message.to for message in delivered()] == [[person.email]]


def test_the_editor_sends_these_mails_by_the_name_that_is_replaced() -> None:
    assert "send_notification" in EditView.send_commenting_notifications.__code__.co_names


@pytest.fixture
def unguarded(foreign, signed_in) -> Client:
    """Give an editor with every right, where nothing looks at queries before the library does."""
    foreign.cast.hung.is_superuser = True
    foreign.cast.hung.save()
    client: Client = signed_in(foreign.cast.hung)
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    "path", ["/cms/media/chooser/?collection_id=x", "/cms/question_chooser/chosen-multiple/?id=x"]
)
def test_the_library_looks_up_what_is_no_number(unguarded, path) -> None:
    middleware = [each for each in configured.MIDDLEWARE if "CMSQueryMiddleware" not in each]
    with override_settings(MIDDLEWARE=middleware), transaction.atomic():
        assert unguarded.get(path).status_code == 500


def fails(query: str) -> bool:
    """Return whether the library's search cannot answer a query."""
    backend: Any = database.SearchBackend({"SEARCH_CONFIG": "simple"})
    try:
        with transaction.atomic():
            list(backend.search(query, Page)[:1])
    except (Error, ValueError, RecursionError):
        return True
    return False


def test_the_library_searches_for_what_no_database_understands(foreign) -> None:
    harmful = {
        "sqlite": ["y " * 2500, '"', "a\\"],
        "postgresql": ["a\x00b"],
    }[connection.vendor]
    assert any(fails(query) for query in harmful)


def test_the_library_shows_the_drafts_of_others_in_its_choosers(foreign, rf) -> None:
    draft = foreign.course.add_child(instance=LessonPage(title=DRAFT, slug="kin", live=False))
    request = rf.get("/cms/choose-page/")
    request.user = foreign.cast.trainer
    shown: Any = chooser.BrowseView.as_view()(request, parent_page_id=draft.pk)
    assert DRAFT in json.loads(shown.content)["html"]


def test_the_library_searches_all_pages_in_its_chooser(foreign) -> None:
    assert "pages = Page.objects.all()" in inspect.getsource(chooser.SearchView.get)


def test_the_library_names_the_tags_of_everybody(foreign) -> None:
    foreign.document.tags.add("của riêng")
    assert "của riêng" in [tag.name for tag in popular_tags_for_model(Document)]


def test_the_library_of_recordings_names_all_collections() -> None:
    assert "Collection.objects.all()" in inspect.getsource(recordings.chooser)
