"""Words of people instead of those of the machine."""

from django.conf import settings
from django.urls import reverse

from lms.core.references import reference_in_words
from tests.certificates.samples import issue, make_design


def test_the_register_names_the_source_in_words(cast, signed_in) -> None:
    certificate = issue(cast.lan, make_design(), "enrolment:522")
    shown = signed_in(cast.admin).get(reverse("certificate:inspect", args=[certificate.pk]))
    assert "Ghi danh số 522" in shown.content.decode()
    assert "enrolment:522" not in shown.content.decode()


def test_every_kind_of_reference_has_words() -> None:
    for reference in ("enrolment:1", "self:a-b", "trainer:a", "recognised:a"):
        assert reference.partition(":")[0] not in reference_in_words(reference)
    assert reference_in_words("") == ""


def test_the_tabs_bear_the_name_of_the_site(cast, signed_in) -> None:
    shown = signed_in(cast.trainer).get(reverse("question:index")).content.decode()
    title = shown[shown.index("<title>") : shown.index("</title>")]
    assert settings.SITE_NAME in title
    assert "Wagtail" not in title
