"""Mails about comments: only for people who may edit the page on the day the comment is made."""

from collections.abc import Iterable
from typing import Any


def mail_comments_to_editors_alone() -> None:
    """Leave out who followed a page and has lost the right to it since.

    Wagtail asks for the right when somebody begins to follow a page, and never again.
    """
    from wagtail.admin.views.pages import edit

    send = edit.send_notification

    def send_to_editors(people: Iterable[Any], notification: str, context: dict[str, Any]) -> Any:
        page = context["page"]
        editors = [each for each in people if page.permissions_for_user(each).can_edit()]
        return send(editors, notification, context)

    edit.send_notification = send_to_editors
