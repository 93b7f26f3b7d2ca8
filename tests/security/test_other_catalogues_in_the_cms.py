"""Every address of the CMS, read by a trainer and an approver of another catalogue.

Nothing of a draft, a document, a picture, a recording, a collection or a tag may be seen. Public on
purpose are the pages that are published: the catalogue shows them to every visitor.
"""

import io
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from wagtail.documents.models import Document
from wagtail.models import Collection
from wagtailmedia.models import Media

from courses.library import collection_of
from courses.models import CoursePage, LessonPage
from lms.core.models import Picture
from tests.courses.makers import make_course
from tests.security.addresses import addresses
from tests.security.world import Foreign

DRAFT, CHANGED = "BẢN-NHÁP-KÍN", "TÊN-SẮP-ĐỔI-KÍN"
DOCUMENT, PICTURE, FILM = "TÀI-LIỆU-KÍN", "ẢNH-KÍN", "PHIM-KÍN"
COLLECTION, TAG = "BỘ-SƯU-TẬP-KÍN", "THẺ-KÍN"
SECRETS = (DRAFT, CHANGED, DOCUMENT, PICTURE, FILM, COLLECTION, TAG)
LEAVING = {"account_logout", "wagtailadmin_logout", "wagtailadmin_error_test"}


@dataclass
class Hidden:
    """What the trainers of the foreign catalogue work on."""

    foreign: Foreign
    draft: LessonPage
    document: Document
    picture: Picture
    film: Media
    collection: Collection

    @property
    def samples(self) -> list[dict[str, Any]]:
        """Parameters by name, several times: a number may be that of any of these rows."""
        course = self.foreign.course.pk
        base = {
            **self.foreign.samples,
            "document_id": self.document.pk,
            "doc_id": self.document.pk,
            "image_id": self.picture.pk,
            "media_id": self.film.pk,
            "collection_id": self.collection.pk,
        }
        pages = ("page_id", "page_pk", "page_to_move_id", "parent_page_id", "destination_id")
        return [
            {**base, "pk": row.pk, **dict.fromkeys(pages, page), "object_id": page}
            for row, page in (
                (self.draft, self.draft.pk),
                (self.document, course),
                (self.picture, self.foreign.catalogue.pk),
                (self.film, self.draft.pk),
                (self.collection, self.draft.pk),
            )
        ]

    @property
    def queries(self) -> list[dict[str, Any]]:
        rows = [self.draft, self.document, self.picture, self.film, self.collection]
        return [
            {},
            *({"q": secret} for secret in (*SECRETS, "KIN", "kín")),
            {"term": "THẺ"},
            {"id": [row.pk for row in rows]},
            {"page_type": "courses.LessonPage"},
            {"page_type": "courses.CoursePage", "user_perms": "copy_to"},
            {"page_type": "courses.LessonPage,courses.CoursePage", "q": "KÍN"},
            {"collection_id": self.collection.pk},
            {"parent_page_id": self.draft.pk, "target_pages[]": self.draft.pk},
            {
                "root_page": self.foreign.course.pk,
                "p": 1,
                "ordering": "-latest_revision_created_at",
            },
            {"export": "csv"},
            {"tag": TAG},
        ]


@pytest.fixture
def hidden(foreign: Foreign) -> Hidden:
    stranger = foreign.stranger
    draft = foreign.course.add_child(
        instance=LessonPage(title=DRAFT, slug="kin", live=False, owner=stranger)
    )
    draft.save_revision(user=stranger, log_action=True)
    draft.locked, draft.locked_by = True, stranger
    draft.save()
    course = CoursePage.objects.get(pk=foreign.course.pk)
    course.title = CHANGED
    course.save_revision(user=stranger, log_action=True)
    own = collection_of(foreign.catalogue)
    collection = own.add_child(instance=Collection(name=COLLECTION))
    data = io.BytesIO()
    Image.new("RGB", (20, 20)).save(data, "PNG")
    picture = Picture.objects.create(
        title=PICTURE,
        file=ContentFile(data.getvalue(), name="hinh.png"),
        collection=collection,
        uploaded_by_user=stranger,
    )
    document = Document.objects.create(
        title=DOCUMENT,
        file=ContentFile(b"x", name="van-ban.txt"),
        collection=collection,
        uploaded_by_user=stranger,
    )
    film = Media.objects.create(
        title=FILM,
        file=ContentFile(b"x", name="phim.mp4"),
        type="video",
        duration=1,
        collection=collection,
        uploaded_by_user=stranger,
    )
    picture.tags.add(TAG)
    document.tags.add(TAG)
    return Hidden(foreign, draft, document, picture, film, collection)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


def text_of(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("utf-8", errors="replace") + str(response.headers)


def seen(client: Client, hidden: Hidden, queries: list[dict[str, Any]]) -> list[str]:
    """Return what of the secrets any address of the CMS shows, one line each."""
    found = []
    asked = set()
    for address in addresses():
        if not address.route.startswith("cms/") or address.name in LEAVING:
            continue
        paths = {address.filled(samples, hidden.foreign.special) for samples in hidden.samples}
        for path in sorted(paths):
            for query in queries:
                if (key := (path, json.dumps(query))) in asked:
                    continue
                asked.add(key)
                response = client.get(path, query)
                # What was typed into a search box stands in it again.
                typed = {str(value) for value in query.values()}
                shown = text_of(response)
                leaks = [
                    secret
                    for secret in SECRETS
                    if secret not in typed
                    and (secret in shown or json.dumps(secret)[1:-1] in shown)
                ]
                if leaks or response.status_code >= 500:
                    found.append(f"{path} {query} ({address.name}): {response.status_code} {leaks}")
    return found


@pytest.mark.parametrize("who", ["trainer", "approver"])
def test_attack_21_no_address_of_the_cms_shows_what_others_are_working_on(
    hidden, signed_in, who
) -> None:
    client = signed_in(getattr(hidden.foreign.cast, who))
    client.raise_request_exception = False
    assert "\n".join(seen(client, hidden, [{}, {"q": "KÍN"}])) == ""


@pytest.mark.nightly
@pytest.mark.parametrize("who", ["trainer", "approver"])
def test_attack_21_no_query_of_any_address_of_the_cms_shows_it_either(
    hidden, signed_in, who
) -> None:
    client = signed_in(getattr(hidden.foreign.cast, who))
    client.raise_request_exception = False
    assert "\n".join(seen(client, hidden, hidden.queries)) == ""


def test_those_who_work_on_it_do_see_it(hidden, signed_in) -> None:
    """The walk is not blind."""
    client = signed_in(hidden.foreign.stranger)
    client.raise_request_exception = False
    text = "\n".join(seen(client, hidden, [{}, {"q": "KÍN"}]))
    assert [secret for secret in SECRETS if secret not in text] == []
    for address in ("wagtaildocs:edit", "wagtailimages:edit", "wagtailmedia:edit", "choose_page"):
        assert address.partition(":")[2] or address in text


def test_a_chooser_of_pages_begins_at_ones_own_and_finds_them(hidden, signed_in) -> None:
    cast = hidden.foreign.cast
    own = make_course(cast, "Khóa của mình", slug="cua-minh", code="M1", live=False)
    client = signed_in(cast.trainer)
    begun = json.loads(client.get("/cms/choose-page/").content)
    assert begun["parent_page_id"] == cast.site.catalogue.pk
    assert own.title in begun["html"]
    found = client.get("/cms/choose-page/search/", {"q": "cua minh"}).content.decode()
    assert own.title in found


def test_pages_of_others_are_chosen_and_moved_to_by_nobody(hidden, signed_in) -> None:
    client = signed_in(hidden.foreign.cast.trainer)
    draft = hidden.draft.pk
    for path, query in (
        (f"/cms/choose-page/{draft}/", {}),
        ("/cms/choose-page/chosen-multiple/", {"id": draft}),
        (f"/cms/pages/{draft}/edit/", {}),
        (f"/cms/api/main/pages/{draft}/", {}),
    ):
        assert client.get(path, query).status_code == 404


@pytest.mark.parametrize("kind", ["documents/edit", "images", "media/edit"])
def test_files_of_others_can_neither_be_opened_nor_changed(hidden, signed_in, kind) -> None:
    row = {
        "documents/edit": hidden.document,
        "images": hidden.picture,
        "media/edit": hidden.film,
    }[kind]
    client = signed_in(hidden.foreign.cast.trainer)
    for path in (f"/cms/{kind}/{row.pk}/", f"/cms/{kind.split('/')[0]}/delete/{row.pk}/"):
        if kind == "images" and "delete" in path:
            path = f"/cms/images/{row.pk}/delete/"
        assert client.get(path).status_code == 404
        assert client.post(path, {"title": "Khác"}).status_code == 404
    row.refresh_from_db()
    assert row.title in SECRETS


def test_a_trainer_uploads_into_the_collection_of_the_own_catalogue(hidden, signed_in) -> None:
    cast = hidden.foreign.cast
    client = signed_in(cast.trainer)
    upload = SimpleUploadedFile("bai.txt", b"some text", "text/plain")
    client.post("/cms/documents/add/", {"title": "Bài của mình", "file": upload, "tags": ""})
    made = Document.objects.get(title="Bài của mình")
    assert made.collection == collection_of(cast.site.catalogue)
    assert client.get(f"/cms/documents/edit/{made.pk}/").status_code == 200
    assert signed_in(cast.admin).get(f"/cms/documents/edit/{made.pk}/").status_code == 200
    assert (
        signed_in(hidden.foreign.stranger).get(f"/cms/documents/edit/{made.pk}/").status_code == 404
    )
