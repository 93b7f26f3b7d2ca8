"""Addresses that somebody types: the server asks nobody about them."""

import socket
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from lms.core.blocks.embed import EmbedBlock

ADDRESSES = [
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    "https://vimeo.com/1084537",
    "http://169.254.169.254/latest/meta-data/",
    "http://127.0.0.1:5432/",
    "http://[::1]/",
    "http://[::ffff:10.0.0.1]/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://localhost.evil.example/",
    "https://video.tinh.example@evil.example/",
    "https://video.tinh.example.evil.example/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_FLUSHALL",
]


@pytest.fixture
def calls(monkeypatch) -> list[Any]:
    """Collect whom the process wants to reach; nobody answers."""
    wanted: list[Any] = []

    def refuse(*where: Any, **options: Any) -> None:
        wanted.append(where)
        raise OSError("nobody is reached from here")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    return wanted


@pytest.mark.parametrize("address", ADDRESSES)
def test_attack_54_the_editor_asks_no_other_site(calls, cast, signed_in, address) -> None:
    client = signed_in(cast.trainer)
    for path, form in (
        ("/cms/embeds/chooser/upload/", {"embed-chooser-url": address}),
        ("/cms/choose-external-link/", {"external-link-chooser-url": address}),
    ):
        assert client.post(path, form).status_code == 200
    assert calls == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_attack_54_only_a_host_that_the_operator_named_is_embedded(
    calls, settings, address
) -> None:
    settings.LMS_EMBED_HOSTS = ["video.tinh.example"]
    block = EmbedBlock()
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"address": address, "title": "Phim"}))
    allowed = {"address": "https://video.tinh.example/phim", "title": "Phim"}
    assert block.clean(block.to_python(allowed))["title"] == "Phim"
    assert calls == []
