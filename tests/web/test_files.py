"""Handing out stored files: who may have which, and parts of them."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import RequestFactory
from django.utils.http import http_date
from hypothesis import given
from hypothesis import strategies as st

from lms.web.files import audience_of, wanted_range

BYTES = bytes(range(256)) * 4


@pytest.fixture
def stored(cast):
    for name in (
        "images/so-do.png",
        "media/bai-1.mp4",
        "original_images/so-do.png",
        "documents/mat.pdf",
        "images/x.html",
    ):
        default_storage.save(name, ContentFile(BYTES))


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize(
    ("path", "everybody", "learner", "editor"),
    [
        ("images/so-do.png", 200, 200, 200),
        ("media/bai-1.mp4", 404, 200, 200),
        ("original_images/so-do.png", 404, 404, 200),
        ("documents/mat.pdf", 404, 404, 404),
        ("images/x.html", 404, 404, 404),
        ("images/khong-co.png", 404, 404, 404),
        ("records/2026/x.pdf", 404, 404, 404),
    ],
)
def test_attack_22_a_file_is_for_its_audience(
    client, stored, cast, signed_in, path, everybody, learner, editor
):
    clients = (client, signed_in(cast.lan), signed_in(cast.trainer))
    assert [c.get(f"/media/{path}").status_code for c in clients] == [everybody, learner, editor]


@pytest.mark.parametrize(
    "path",
    [
        "../lms.sqlite3",
        "images/../documents/mat.png",
        "images/../../lms.sqlite3",
        "/etc/passwd",
        "images//x.png",
        "images/./x.png",
        "images/x.png\x00.pdf",
        "images",
        "images/",
        "images\\..\\x.png/",
        "",
    ],
)
def test_a_path_that_leaves_its_folder_has_no_audience(path):
    assert audience_of(path) is None


def test_attack_59_a_stored_file_can_neither_run_nor_be_guessed_to_be_something_else(
    client, stored
):
    response = client.get("/media/images/so-do.png")
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "public" in response["Cache-Control"]


def test_attack_61_a_recording_is_kept_by_the_own_browser_alone(stored, cast, signed_in):
    response = signed_in(cast.lan).get("/media/media/bai-1.mp4")
    assert "private" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-99", 206, BYTES[:100]),
        ("bytes=100-", 206, BYTES[100:]),
        ("bytes=-24", 206, BYTES[-24:]),
        ("bytes=1000-9999", 206, BYTES[1000:]),
        ("bytes=0-0", 206, BYTES[:1]),
        ("bytes=1024-", 416, b""),
        ("bytes=-0", 416, b""),
        ("bytes=50-10", 200, BYTES),
        ("bytes=0-1,5-6", 200, BYTES),
        ("bytes=", 200, BYTES),
        ("bytes=-", 200, BYTES),
        ("lines=0-1", 200, BYTES),
        ("bytes=a-b", 200, BYTES),
        ("bytes=" + "9" * 400 + "-", 416, b""),
    ],
)
def test_a_player_gets_the_part_it_asks_for(stored, cast, signed_in, asked, status, part):
    response = signed_in(cast.lan).get("/media/media/bai-1.mp4", HTTP_RANGE=asked)
    assert response.status_code == status
    assert body(response) == part
    assert response["Accept-Ranges"] == "bytes"
    if status == 206:
        assert int(response["Content-Length"]) == len(part)
        assert response["Content-Range"].endswith("/1024")


def test_a_part_of_an_older_version_is_answered_with_all(stored, cast, signed_in):
    client = signed_in(cast.lan)
    now = client.get("/media/media/bai-1.mp4")["Last-Modified"]
    old = http_date(dt.datetime(2020, 1, 1, tzinfo=dt.UTC).timestamp())
    for version, status in ((now, 206), (old, 200)):
        headers = {"HTTP_RANGE": "bytes=0-9", "HTTP_IF_RANGE": version}
        assert client.get("/media/media/bai-1.mp4", **headers).status_code == status


def test_a_picture_the_browser_has_already_is_not_sent_again(client, stored):
    first = client.get("/media/images/so-do.png")
    again = client.get("/media/images/so-do.png", HTTP_IF_MODIFIED_SINCE=first["Last-Modified"])
    assert again.status_code == 304


def test_attack_58_files_are_only_read(client, stored):
    assert client.post("/media/images/so-do.png").status_code == 405


@given(st.text(max_size=40), st.integers(min_value=1, max_value=10_000))
def test_no_range_ever_reaches_outside_the_file(asked, size):
    request = RequestFactory().get("/", HTTP_RANGE=f"bytes={asked}")
    found = wanted_range(request, size, 0)
    if found is not None and found[0] <= found[1]:
        assert 0 <= found[0] <= found[1] < size


@given(st.integers(0, 2000), st.integers(0, 2000), st.integers(1, 1000))
def test_a_range_is_what_was_asked_cut_at_the_end(first, last, size):
    request = RequestFactory().get("/", HTTP_RANGE=f"bytes={first}-{last}")
    found = wanted_range(request, size, 0)
    if last < first:
        assert found is None
    elif first >= size:
        assert found == (1, 0)
    else:
        assert found == (first, min(last, size - 1))
