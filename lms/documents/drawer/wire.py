"""What the site and a drawing process say to each other: a JSON head, then plain bytes.

Nothing that is read runs code, whatever a hostile document has made of the other side.
"""

import json
import socket
import struct
from collections.abc import Sequence
from typing import Any

SIZE = struct.Struct(">Q")
LONGEST = 512 * 1024 * 1024


class LineBroken(Exception):
    """The other side has ended, or says what is no message."""


def send(line: socket.socket, head: dict[str, Any], blobs: Sequence[bytes] = ()) -> None:
    """Send one message. Raises OSError, TimeoutError among them."""
    written = json.dumps({**head, "blobs": [len(blob) for blob in blobs]}).encode()
    line.sendall(SIZE.pack(len(written)) + written)
    for blob in blobs:
        line.sendall(blob)


def receive(line: socket.socket) -> tuple[dict[str, Any], list[bytes]]:
    """Return one message. Raises LineBroken, or TimeoutError after the time set for `line`."""
    (length,) = SIZE.unpack(_exactly(line, SIZE.size))
    head = json.loads(_exactly(line, length))
    return head, [_exactly(line, size) for size in head.pop("blobs")]


def _exactly(line: socket.socket, size: int) -> bytes:
    if size > LONGEST:
        raise LineBroken
    parts, missing = [], size
    while missing:
        try:
            part = line.recv(min(missing, 1 << 20))
        except ConnectionError as error:
            raise LineBroken from error
        if not part:
            raise LineBroken
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)
