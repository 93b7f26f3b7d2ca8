"""What installed packages write in English without marking it is mended, and stays mendable."""

from django.contrib.auth.models import Permission
from django.forms import ModelMultipleChoiceField
from django.template.loader import get_template
from django.utils import translation
from wagtail.users.forms import PagePermissionsForm

from lms.cms.mended_templates import stale_replacements


def test_every_word_is_where_it_was():
    assert stale_replacements() == []


def test_a_word_in_a_template_follows_the_language():
    actions = get_template("wagtailadmin/shared/headers/_actions.html")
    with translation.override("vi"):
        assert 'aria-label="Thao tác"' in actions.render({})
    with translation.override("en"):
        assert 'aria-label="Actions"' in actions.render({})


def test_a_truth_in_a_listing_is_a_word():
    cell = get_template("wagtailadmin/tables/boolean_cell.html")
    with translation.override("vi"):
        assert [
            " ".join(cell.render({"value": v}).split()).count(word)
            for v, word in ((True, "có"), (False, "không"), (None, "chưa rõ"))
        ] == [1, 1, 1]


def test_the_permissions_of_pages_have_names(db):
    permission = Permission.objects.get(codename="publish_page")
    field = PagePermissionsForm.base_fields["permissions"]
    assert isinstance(field, ModelMultipleChoiceField)
    with translation.override("vi"):
        assert field.label_from_instance(permission) == "Xuất bản mọi trang"
