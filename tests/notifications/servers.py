"""Mail servers of tests: each takes, refuses, or breaks off in a way of its own."""

import smtplib

from django.core.mail.backends.base import BaseEmailBackend

from lms.notifications.models import Delivery

TAKEN: list = []


class Taking(BaseEmailBackend):
    """Takes everything, and looks at what the database says meanwhile."""

    def send_messages(self, email_messages):
        for message in email_messages:
            TAKEN.append((message, Delivery.objects.get(message_id=name_of(message)).state))
        return len(email_messages)


class Refusing(BaseEmailBackend):
    def send_messages(self, email_messages):
        raise smtplib.SMTPDataError(451, b"try again later")


class Unreachable(BaseEmailBackend):
    def open(self):
        raise ConnectionRefusedError(111, "Connection refused")

    def send_messages(self, email_messages):
        raise AssertionError("nothing is sent without a connection")


class BreakingOff(BaseEmailBackend):
    """Has taken the mail, perhaps, when the line breaks."""

    def send_messages(self, email_messages):
        TAKEN.extend((message, "") for message in email_messages)
        raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")


class LeavingBadly(Taking):
    def close(self):
        raise smtplib.SMTPResponseException(421, b"closing")


def name_of(message) -> str:
    return message.extra_headers["Message-ID"]


def server(kind: type) -> str:
    return f"{kind.__module__}.{kind.__name__}"
