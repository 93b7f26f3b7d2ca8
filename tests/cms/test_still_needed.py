"""What is changed of the library is still what it lacks: a change it has made itself may go."""

import csv
import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

import pytest
from django.contrib.auth.models import Permission
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.forms import modelform_factory
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from PIL import Image
from structlog.testing import capture_logs
from wagtail.admin.forms.models import formfield_for_dbfield
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.admin.widgets import AdminDateInput
from wagtail.documents.forms import BaseDocumentForm
from wagtail.documents.models import Document
from wagtail.images.models import Filter
from wagtail.log_actions import LogContext, log
from wagtail.models import Collection, ModelLogEntry, Page, PageLogEntry, Site, Workflow
from wagtail.users.models import UserProfile

from assessments.quizzes.models import QuizItem
from lms.cms.histories import latest_of_each_object
from lms.cms.listings import order_listing
from lms.cms.mended_lazily import EAGER, mend_class
from lms.cms.readers_language import language_of
from lms.cms.routing import find_route
from lms.cms.usage import usage_of
from lms.core.models import Picture
from lms.core.spreadsheets import BOM
from lms.web.memory import LONGEST
from tests.cms.installed import original, unchanged
from tests.courses.makers import make_course, make_lesson, make_module
from tests.notifications.mails import delivered

MIXINS = "wagtail.admin.views.mixins"
FORMULA = "=1+1"


def test_a_listing_is_ordered_by_the_alphabet_of_the_database_alone():
    ordered = original("wagtail.admin.views.generic.base", "BaseListingView.order_queryset")
    view = SimpleNamespace(ordering="title", is_searching=False)
    assert "COLLATE" not in str(ordered(view, Page.objects.all()).query)
    assert "COLLATE" in str(order_listing(view, Page.objects.all()).query)


def test_the_picker_of_days_puts_today_in_the_place_of_what_it_cannot_read():
    picker = finders.find("wagtailadmin/js/vendor/jquery.datetimepicker.js")
    assert "validateOnBlur:!0" in Path(str(picker)).read_text(encoding="utf-8")
    get_config = original("wagtail.admin.widgets.datetime", "AdminDateInput.get_config")
    assert "validateOnBlur" not in get_config(AdminDateInput())


def test_the_library_tells_nobody_how_a_day_is_written():
    fields = unchanged("django.forms.fields")
    for field in (fields.DateField, fields.DateTimeField):
        assert not any(char.isdigit() for char in str(field.default_error_messages["invalid"]))


def test_a_field_of_numbers_is_one_of_the_browsers():
    mark = QuizItem._meta.get_field("mark")
    plain: Any = mark.formfield()
    assert plain.widget.input_type == "number"
    assert formfield_for_dbfield(mark).widget.input_type == "text"


def test_a_formula_is_written_as_it_is_into_a_file_of_commas():
    written = io.StringIO()
    write = original(MIXINS, "SpreadsheetExportMixin.write_csv_row")
    write(SpreadsheetExportMixin(), csv.DictWriter(written, ["title"]), {"title": FORMULA})
    assert written.getvalue().strip() == FORMULA


def test_a_file_of_commas_has_no_mark_by_which_spreadsheets_know_its_letters():
    stream = original(MIXINS, "SpreadsheetExportMixin.stream_csv")
    view = SpreadsheetExportMixin()
    view.list_export = ["title"]
    (heading,) = stream(view, Page.objects.none())
    assert not heading.startswith(BOM.encode())


def test_nobody_is_told_who_took_a_list_along(cast, signed_in, monkeypatch):
    own = original(MIXINS, "SpreadsheetExportMixin.as_spreadsheet")
    monkeypatch.setattr(SpreadsheetExportMixin, "as_spreadsheet", own)
    client = signed_in(cast.admin)
    entries = [model.objects.count() for model in (ModelLogEntry, PageLogEntry)]
    with capture_logs() as lines:
        client.get("/cms/reports/site-history/", {"export": "csv"})
    assert not [each for each in lines if "export" in each["event"]]
    assert [model.objects.count() for model in (ModelLogEntry, PageLogEntry)] == entries


def test_each_page_of_a_course_is_a_mail_of_its_own(cast, django_capture_on_commit_callbacks):
    (workflow, *_others) = Workflow.objects.all()
    with django_capture_on_commit_callbacks(execute=True):
        for page in (cast.site.home, cast.site.catalogue):
            page.save_revision(user=cast.trainer)
            workflow.start(page, cast.trainer)
    assert [message.to for message in delivered()] == [[cast.approver.email]] * 2


def test_of_an_act_on_many_pages_the_library_shows_one(cast):
    with LogContext(user=cast.approver):
        for page in (cast.site.home, cast.site.catalogue):
            log(instance=page, action="wagtail.edit")
    latest = original("wagtail.models.audit_log", "LogEntryQuerySet.latest_by_uuid_and_action")
    entries = PageLogEntry.objects.filter(action="wagtail.edit")
    assert latest(entries).count() == 1
    assert latest_of_each_object(entries).count() == 2


def test_the_library_lets_nobody_order_drafts_and_offers_it_to_everybody(cast):
    draft = make_course(cast, live=False)
    tester: Any = draft.permissions_for_user(cast.trainer)
    assert tester.can_reorder_children()
    assert not original("wagtail.models.pages", "PagePermissionTester.can_reorder_children")(tester)
    offered = original("wagtail.admin.views.pages.listing", "ExplorableIndexView.get_reorder_url")
    assert offered(SimpleNamespace(permissions=tester))


def test_the_library_counts_no_records(cast):
    count = original("wagtail.admin.ui.side_panels", "StatusSidePanel.get_usage_context")
    assert count(SimpleNamespace(object=cast.lan, usage_url=""))["usage_count"] == 0
    assert usage_of(cast.lan) == 1


def test_a_mail_is_in_the_language_of_whoever_causes_it(cast):
    profile = UserProfile.get_for_user(cast.trainer)
    own = original("wagtail.users.models", "UserProfile.get_preferred_language")
    with translation.override("en"):
        assert own(profile) == "en"
        assert language_of(profile) == "vi"


NAMELESS = {
    "wagtail.admin.forms.choosers": {
        "ExternalLinkChooserForm": ["link_text"],
        "AnchorLinkChooserForm": ["link_text"],
        "EmailLinkChooserForm": ["link_text", "email_address", "subject", "body"],
        "PhoneLinkChooserForm": ["link_text", "phone_number"],
    },
    "wagtail.admin.forms.workflows": {"WorkflowPageForm": ["page"]},
    "wagtail.users.forms": {"PagePermissionsForm": ["page"]},
    "wagtail.users.views.bulk_actions.assign_role": {"RoleForm": ["role"]},
    "wagtail.contrib.redirects.forms": {"ConfirmImportForm": ["permanent"]},
}


@pytest.mark.parametrize("module", NAMELESS)
def test_fields_have_no_name_that_could_be_translated(module):
    copy = unchanged(module)
    for form, names in NAMELESS[module].items():
        fields = getattr(copy, form).base_fields
        assert [name for name in names if fields[name].label is not None] == [], form


def test_columns_of_sites_have_no_name_that_could_be_translated():
    columns = {each.name: each.label for each in unchanged("wagtail.sites.views").IndexView.columns}
    for name in ("port", "site_name", "root_page"):
        assert type(columns[name]) is str


def test_rights_to_pages_are_named_as_the_database_names_them(db):
    field = unchanged("wagtail.users.forms").PagePermissionsForm.base_fields["permissions"]
    permission = Permission.objects.get(codename="publish_page")
    with translation.override("vi"):
        assert "Publish any page" in field.label_from_instance(permission)


class Noting(dict[str, Any]):
    """Texts that note which of them were looked for and found."""

    def __init__(self, texts: dict[str, Any]) -> None:
        super().__init__(texts)
        self.found: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        if key in self:
            self.found.add(str(key))
        return super().get(key, default)


@pytest.mark.parametrize("module", EAGER)
def test_texts_are_still_translated_once_for_everybody(module):
    with translation.override("vi"):
        copy = unchanged(module)
        texts = Noting({text: text for text in map(translation.gettext, EAGER[module])})
    for each in list(vars(copy).values()):
        if isinstance(each, type):
            mend_class(each, texts)
    assert set(texts) - texts.found == set()


def test_the_way_to_a_page_costs_the_library_many_queries(cast):
    lesson = make_lesson(make_module(make_course(cast)))
    path = (lesson.url or "").strip("/")

    def cost(find: Any) -> int:
        request = RequestFactory().get(f"/{path}/", headers={"host": "testserver"})
        with CaptureQueriesContext(connection) as queries:
            find(request, path)
        return len(queries)

    library: Any = Page
    assert cost(library.route_for_request) > 2 * cost(find_route)


def test_the_library_keeps_the_paths_of_sites_for_an_hour(cast, monkeypatch):
    kept = MagicMock(wraps=cache)
    monkeypatch.setattr("wagtail.models.sites.cache", kept)
    Site.clear_site_root_paths_cache()
    assert Site.get_site_root_paths()
    (_key, _paths, seconds) = kept.set.call_args.args
    assert seconds > LONGEST


def test_a_page_in_disguise_is_taken_for_a_document(db):
    form_class: Any = modelform_factory(
        Document, form=BaseDocumentForm, fields=["title", "file", "collection"]
    )
    page = ContentFile(b"<script>alert(1)</script>", name="bai.pdf")
    collection = Collection.get_first_root_node().pk
    assert form_class({"title": "Bài", "collection": collection}, {"file": page}).is_valid()


def test_a_size_of_a_picture_keeps_where_it_was_taken(db):
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (21.0, 16.0, 30.0), 3: "E", 4: (106.0, 11.0, 0.0)}
    buffer = io.BytesIO()
    Image.new("RGB", (90, 60), "navy").save(buffer, "JPEG", exif=exif)
    picture = Picture(title="Bản đồ", file=ContentFile(buffer.getvalue(), name="a.jpg"))
    picture.save()
    made = io.BytesIO()
    Filter("width-40").run(picture, made)
    assert Image.open(made).getexif().get_ifd(0x8825)
