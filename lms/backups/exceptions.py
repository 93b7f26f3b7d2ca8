"""Why nothing was backed up or restored."""


class BackupRefused(Exception):
    """The first argument says in one sentence what is wrong."""


class HalfRestored(Exception):
    """The database is restored and the files are not; the first argument says why not."""
