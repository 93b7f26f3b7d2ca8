"""What is done for one person's account."""

from urllib.parse import urljoin

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from lms.accounts.mails import WrittenMail, write_mail
from lms.accounts.models import User


def password_link(*, user: User) -> str:
    """Return the address under which `user` chooses a new password.

    It is built from the configured address of the site, never from a request: a forged Host
    header must not reach a mail.
    """
    path = reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(user),
            "key": default_token_generator.make_token(user),
        },
    )
    return urljoin(settings.WAGTAILADMIN_BASE_URL, path)


def write_password_link(*, user: User) -> WrittenMail:
    """Return the mail with a new link for `user`. Every call makes another link."""
    return write_mail(
        user=user,
        template="account/email/password_reset_key",
        context={
            "username": user.official_code,
            "password_reset_url": password_link(user=user),
        },
    )
