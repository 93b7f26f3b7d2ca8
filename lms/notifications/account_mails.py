"""The mails of `lms.accounts`, which lies below and owes them through its port."""

from django.utils.translation import gettext_lazy as _

from lms.accounts.mails import WrittenMail
from lms.accounts.models import User
from lms.accounts.services import write_password_link
from lms.notifications.kinds import MailKind
from lms.notifications.models import Delivery
from lms.notifications.services import post_mail

PASSWORD_LINK = "accounts.password_link"  # noqa: S105 - the name of a kind


def _write(user: User, about: str) -> WrittenMail:
    return write_password_link(user=user)


def post_password_link(*, user: User, key: str) -> Delivery:
    return post_mail(kind=PASSWORD_LINK, user=user, key=key)


PASSWORD_LINK_MAIL = MailKind(PASSWORD_LINK, _("Link for choosing a password"), _write)
