"""What processes keep in memory, in tests that are about it."""

import gc

import pytest

from lms.core.held import Held


def hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what is held last half a minute, as on a site, and begin with nothing held."""
    monkeypatch.setattr("lms.core.held.HELD_FOR", 30.0)
    for each in gc.get_objects():
        # Asking with isinstance would wake whatever is lazy.
        if type(each) is Held:
            monkeypatch.setattr(each, "_kept", None)
