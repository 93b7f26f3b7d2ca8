"""Words that the templates of installed packages write in English without marking them.

Each is replaced when its template is read, which is less than keeping a copy of the template.
"""

from django.template import Engine, Origin, TemplateDoesNotExist
from django.template.loaders.app_directories import Loader

WORD = '{{% load i18n %}}{{% translate "{}" %}}'


def _word(before: str, word: str, after: str) -> tuple[str, str]:
    return f"{before}{word}{after}", f"{before}{WORD.format(word)}{after}"


def _permission(action: str, column: str) -> tuple[str, str]:
    return (
        f"{{{{ content_perms_dict.{action}.perm.name }}}}",
        f'{{% translate "{column}" %}}: {{{{ content_perms_dict.object }}}}',
    )


_SEARCH = _word('<input type="submit" value="', "Search", '" class="button" />')
MENDED: dict[str, tuple[tuple[str, str], ...]] = {
    "wagtailadmin/home.html": (_SEARCH,),
    # The help pages of this site instead of Wagtail's, which are in English.
    "wagtailadmin/home/account_summary.html": (
        (
            "{% wagtail_feature_release_editor_guide_link as editor_guide_link %}",
            "{% url 'help_index' as editor_guide_link %}",
        ),
        (
            "Wagtail {{ current_version }} editor guide",
            "How to use this site",
        ),
    ),
    # The results of a search have no name of what they are: "10 None".
    "wagtailadmin/pages/listing/_page_title_column_header.html": (
        (
            "items_count=items_count|intcomma %}",
            'items_count=items_count|intcomma model_name=model_name|default:_("pages") %}',
        ),
    ),
    # Vietnamese Does Not Write Like This.
    "wagtailadmin/reports/listing/_list_page_types_usage.html": (
        ("page_type.name|title", "page_type.name|capfirst"),
    ),
    "wagtailadmin/shared/header.html": (_SEARCH,),
    "wagtailadmin/shared/headers/_actions.html": (_word('aria-label="', "Actions", '"'),),
    # A page that a command published was published by nobody, not by “None”.
    "wagtailadmin/shared/user_avatar.html": (("{{ user }}", '{{ user|default:"–" }}'),),
    "wagtailadmin/tables/boolean_cell.html": (
        ("{% load wagtailadmin_tags %}", "{% load i18n wagtailadmin_tags %}"),
        (
            "{% if value is None %}",
            '{% translate "yes,no,maybe" as words %}{% if value is None %}',
        ),
        ("title=value|stringformat:'s'", "title=value|yesno:words"),
    ),
    "wagtailimages/chooser/results.html": (
        _word('<label title="', "Select", " {% if collections %}"),
    ),
    # A file that was refused comes back with its error in sight, not with the search.
    "wagtailmedia/chooser/chooser.html": (
        (
            'data-controller="w-tabs"',
            'data-controller="w-tabs"{% if uploadforms.video.errors %} '
            'data-w-tabs-active-panel-id-value="tab-upload-video"'
            "{% elif uploadforms.audio.errors %} "
            'data-w-tabs-active-panel-id-value="tab-upload-audio"{% endif %}',
        ),
    ),
    "wagtailusers/groups/includes/formatted_permissions.html": (
        _permission("add", "Add"),
        _permission("change", "Change"),
        _permission("delete", "Delete"),
    ),
}


class MendingLoader(Loader):
    def get_contents(self, origin: Origin) -> str:
        contents: str = super().get_contents(origin)
        for written, mended in MENDED.get(str(origin.template_name), ()):
            contents = contents.replace(written, mended)
        return contents


def stale_replacements() -> list[str]:
    """Return a line for each text that its template no longer holds, as after an upgrade."""
    loader = Loader(Engine.get_default())
    return [
        f"{name} does not hold {written!r}"
        for name, replacements in MENDED.items()
        for written, _mended in replacements
        if written not in _as_installed(loader, name)
    ]


def _as_installed(loader: Loader, name: str) -> str:
    for origin in loader.get_template_sources(name):
        try:
            return str(loader.get_contents(origin))
        except TemplateDoesNotExist:
            continue
    return ""
