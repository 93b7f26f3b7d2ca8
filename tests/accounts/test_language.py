"""The one language of a person: chosen on the site or in the CMS, it holds in both and in mails."""

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import translation
from wagtail.admin.mail import send_notification
from wagtail.users.models import UserProfile

from tests.cast import PASSWORD
from tests.notifications.mails import delivered

COOKIE = django_settings.LANGUAGE_COOKIE_NAME
ACCOUNT_IN_THE_CMS = "/cms/account/"


def language_of(client: Client, path: str) -> str:
    page = client.get(path).content.decode()
    return page.partition('<html lang="')[2][:2] or page.partition(' lang="')[2][:2]


def choose_in_the_cms(client: Client, language: str):
    form = client.get(ACCOUNT_IN_THE_CMS).context["panels_by_tab"]
    data = {
        field.html_name: field.value() or ""
        for panels in form.values()
        for panel in panels
        for field in panel.get_form()
    }
    return client.post(
        ACCOUNT_IN_THE_CMS,
        {k: v for k, v in data.items() if v} | {"locale-preferred_language": language},
    )


def test_what_is_chosen_on_the_site_holds_in_the_cms(cast, signed_in):
    client = signed_in(cast.trainer)
    assert language_of(client, "/cms/") == "vi"
    client.post("/language/setlang/", {"language": "en"})
    assert language_of(client, "/cms/") == language_of(client, "/accounts/") == "en"
    client.get(ACCOUNT_IN_THE_CMS)
    client.post("/language/setlang/", {"language": "vi"})
    assert language_of(client, "/cms/") == "vi"
    assert UserProfile.objects.get(user=cast.trainer).preferred_language == "vi"


def test_what_is_chosen_in_the_cms_holds_on_the_site_and_after_signing_out(cast, signed_in):
    client = signed_in(cast.trainer)
    assert choose_in_the_cms(client, "en").status_code == 302
    assert language_of(client, "/cms/") == language_of(client, "/accounts/") == "en"
    client.logout()
    client.cookies[COOKIE] = "en"
    assert language_of(client, "/accounts/login/") == "en"
    assert language_of(signed_in(cast.trainer), "/cms/") == "en"


def test_the_choice_in_the_cms_is_kept_in_the_browser_too(cast, signed_in):
    assert choose_in_the_cms(signed_in(cast.trainer), "en").cookies[COOKIE].value == "en"


def test_the_cms_offers_the_languages_and_names_the_present_one(cast, signed_in):
    client = signed_in(cast.trainer)
    client.post("/language/setlang/", {"language": "en"})
    page = client.get(ACCOUNT_IN_THE_CMS).content.decode()
    assert '<option value="en" selected>English</option>' in page
    assert '<option value="vi">Tiếng Việt</option>' in page


def test_an_unknown_language_is_refused_in_the_cms(cast, signed_in):
    assert choose_in_the_cms(signed_in(cast.trainer), "xx").status_code == 200
    cast.trainer.refresh_from_db()
    assert cast.trainer.language == ""


def test_what_a_stranger_chose_in_the_browser_is_kept_when_they_sign_in(client, cast):
    client.cookies[COOKIE] = "en"
    client.post("/accounts/login/", {"login": "lan", "password": PASSWORD})
    cast.lan.refresh_from_db()
    assert cast.lan.language == "en"


def test_a_persons_own_choice_outlives_that_of_the_browser(client, cast):
    cast.lan.language = "vi"
    cast.lan.save()
    client.cookies[COOKIE] = "en"
    client.post("/accounts/login/", {"login": "lan", "password": PASSWORD})
    assert language_of(client, "/accounts/") == "vi"


@pytest.mark.parametrize(("language", "word"), [("", "duyệt"), ("vi", "duyệt"), ("en", "approved")])
def test_a_mail_of_the_cms_is_in_the_language_of_whoever_reads_it(cast, signed_in, language, word):
    cast.trainer.language = language
    cast.trainer.save()
    page = cast.site.home.save_revision(user=cast.trainer)
    for spoken in ("vi", "en"):
        with translation.override(spoken):
            send_notification([cast.trainer], "approved", {"revision": page, "settings": None})
    assert len(delivered()) == 2
    assert all(word in mail.subject for mail in delivered())
