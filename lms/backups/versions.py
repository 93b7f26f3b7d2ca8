"""Whether this code knows every change of the database that a backup holds."""

from django.db.migrations.loader import MigrationLoader

# Apps that earlier versions had installed; their rows in a backup are no newer version.
LEFT_OUT = {"wagtailforms", "wagtailembeds"}


def unknown_migrations(applied: list[list[str]]) -> list[str]:
    """Return what was applied and is not in this code, as "app.name"."""
    disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    replaced = {each for migration in disk.values() for each in migration.replaces}
    known = {*disk, *replaced}
    return [
        f"{app}.{name}" for app, name in applied if (app, name) not in known and app not in LEFT_OUT
    ]
