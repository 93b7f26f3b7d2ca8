import pytest
from django.conf import settings
from django.test import Client

from lms.home.help_pages import TOPICS, render_markdown

ROLES = ["learner", "trainer", "manager", "administrator"]


def test_the_index_leads_to_every_role(db):
    html = Client().get("/help/").content.decode()
    for slug in ROLES:
        assert f'href="/help/{slug}/"' in html


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("slug", ROLES)
def test_each_role_has_help_in_each_language(db, slug, language):
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    first_line = (
        (settings.BASE_DIR / "docs" / language / f"{slug}.md").read_text("utf-8").split("\n")[0]
    )
    response = client.get(f"/help/{slug}/")
    assert response.status_code == 200
    assert first_line.startswith("# ")
    assert first_line.removeprefix("# ") in response.content.decode()


@pytest.mark.parametrize("slug", ["nothing", "glossary", "..", "learner.md"])
def test_other_help_pages_do_not_exist(db, slug):
    assert Client().get(f"/help/{slug}/").status_code == 404


def test_tags_in_help_files_stay_text():
    assert "<script>" not in render_markdown("<script>alert(1)</script>")


def test_the_topics_have_different_names():
    assert len({topic.slug for topic in TOPICS}) == len(TOPICS)


def test_a_wide_table_scrolls_by_itself():
    html = render_markdown("| a | b |\n|---|---|\n| 1 | 2 |\n")
    assert '<div class="table-region" role="region" tabindex="0"' in html
    assert "</table></div>" in html


def test_the_guide_for_servers_is_shown_to_administrators_alone(cast, signed_in):
    for client in (Client(), signed_in(cast.lan), signed_in(cast.minh), signed_in(cast.trainer)):
        assert "/help/operators/" not in client.get("/help/").content.decode()
        assert client.get("/help/operators/").status_code == 404
    admin = signed_in(cast.admin)
    assert 'href="/help/operators/"' in admin.get("/help/").content.decode()
    assert admin.get("/help/operators/").status_code == 200


def test_help_and_every_foot_say_whom_to_ask(db, settings):
    settings.SUPPORT_EMAIL, settings.SUPPORT_PHONE = "hotro@tinh.example", "0204 3 555 555"
    for address, times in (("/", 1), ("/help/", 2), ("/accounts/login/", 1)):
        text = Client().get(address).content.decode()
        assert text.count('href="mailto:hotro@tinh.example"') == times
        assert text.count('href="tel:02043555555"') == times


def test_a_site_that_names_nobody_shows_no_empty_contact(db, settings):
    settings.SUPPORT_EMAIL = settings.SUPPORT_PHONE = ""
    text = Client().get("/").content.decode()
    assert "mailto:" not in text
    assert "Hỗ trợ:" not in text
    settings.SUPPORT_PHONE = "1900 0000"
    text = Client().get("/").content.decode()
    assert "mailto:" not in text
    assert "1900 0000" in text
