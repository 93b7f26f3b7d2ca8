"""A file that was refused comes back on its own tab, with the error in sight."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse


def refused(client: Any, kind: str) -> str:
    form = {
        "media-chooser-upload-title": "Giả",
        "media-chooser-upload-file": ContentFile(b"", name="gia.mp4"),
        "media-chooser-upload-collection": "1",
    }
    answer = client.post(reverse("wagtailmedia:chooser_upload", args=[kind]), form)
    assert answer.json()["step"] == "chooser"
    return str(answer.json()["html"])


@pytest.mark.parametrize("kind", ["video", "audio"])
def test_a_refused_video_stays_on_its_tab(cast, signed_in, kind) -> None:
    shown = refused(signed_in(cast.trainer), kind)
    assert f'data-w-tabs-active-panel-id-value="tab-upload-{kind}"' in shown


def test_the_chooser_begins_with_the_search(cast, signed_in) -> None:
    chooser = signed_in(cast.trainer).get(reverse("wagtailmedia:chooser_typed", args=["video"]))
    assert "active-panel-id" not in chooser.json()["html"]
