"""Note what the groups of the first version were given, so that it is not given again."""

from typing import Any

from django.db import migrations

TRAINERS = [
    "wagtailadmin.access_admin",
    "assessments.view_questionbank",
    *(f"assessments.{do}_question" for do in ("view", "add", "change")),
]
KEPT = {
    "agencies": ("agency", "agencyrole", "posting", "position", "rank"),
    "competencies": ("framework", "competency", "proficiencylevel", "requiredlevel"),
    "certificates": ("certificatedesign",),
    "assessments": ("questionbank", "question"),
    "accounts": ("user",),
    "courses": ("topic",),
}
ADMINISTRATORS = [
    "wagtailadmin.access_admin",
    "agencies.administer_province",
    "agencies.view_reorganisation",
    "certificates.view_certificate",
    "certificates.change_certificate",
    "accounts.see_ethnic_group",
    *(
        f"{app}.{do}_{model}"
        for app, models in KEPT.items()
        for model in models
        for do in ("view", "add", "change")
    ),
    *(f"{app}.delete_{model}" for app, model in (
        ("agencies", "position"), ("agencies", "rank"), ("courses", "topic")
    )),
]  # fmt: skip
MEDIA = [
    f"{app}.{do}_{model} collection"
    for app, model in (("wagtailimages", "image"), ("wagtaildocs", "document"), ("wagtailmedia", "media"))
    for do in ("add", "change", "choose")
]  # fmt: skip
WRITE = ("add_page", "change_page")
PUBLISH = (*WRITE, "publish_page", "lock_page", "unlock_page")


def note(apps: Any, schema_editor: Any) -> None:
    group_model = apps.get_model("auth", "Group")
    given = apps.get_model("home", "GivenRight")
    home = apps.get_model("home", "HomePage").objects.order_by("pk").first()
    catalogue = None
    if home is not None:
        catalogue = (
            apps.get_model("courses", "CataloguePage")
            .objects.filter(path__startswith=home.path, depth=home.depth + 1)
            .order_by("path")
            .first()
        )
    for name, rights, page, acts in (
        ("Giảng viên", TRAINERS, catalogue, WRITE),
        ("Người duyệt", TRAINERS, catalogue, PUBLISH),
        ("Quản trị viên cấp tỉnh", ADMINISTRATORS, home, PUBLISH),
    ):
        group = group_model.objects.filter(name=name).first()
        if group is None:
            continue
        pages = [f"{act} page {page.pk}" for act in acts] if page is not None else []
        for right in (*rights, *MEDIA, *pages):
            given.objects.get_or_create(group=group, right=right)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_rights_are_given_once"),
        ("courses", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [migrations.RunPython(note, migrations.RunPython.noop)]
