"""How the CMS says no: success leads elsewhere too, so the place it leads to is what tells."""

from typing import Any

TURNED_AWAY = (302, "/cms/")


def outcome(response: Any) -> tuple[int, str]:
    """Return the status of a response and where it leads, empty if it stays."""
    return response.status_code, response.get("Location", "")


def asked_to_sign_in(path: str) -> tuple[int, str]:
    """Return the outcome for somebody who does not work in the CMS at all."""
    return 302, f"/cms/login/?next={path}"
