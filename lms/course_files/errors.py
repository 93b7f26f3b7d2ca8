"""What can be wrong with course files, told with the file and the place."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _


class CourseFileError(ValueError):
    """A course file that cannot be read; the message names file, line and what to mend."""

    def __init__(self, path: Path, message: str, line: int | None = None) -> None:
        place = _("%(path)s, line %(line)d") % {"path": path, "line": line} if line else path
        super().__init__(f"{place}: {message}")
        self.path = path


class CourseFilesRefused(CourseFileError):
    """Everything that is wrong in a folder, one line each."""

    def __init__(self, path: Path, complaints: list[str]) -> None:
        ValueError.__init__(self, "\n".join(complaints))
        self.path = path
        self.complaints = complaints


class Complaints:
    """Gathers what is wrong, so that all of it is said at once."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    @contextmanager
    def gathered(self, *kinds: type[ValueError]) -> Iterator[None]:
        """Keep the complaint of what is done inside, and go on behind it."""
        try:
            yield
        except ValueError as error:
            if not isinstance(error, (CourseFileError, *kinds)):
                raise
            self.add(str(error).split("\n"))

    def add(self, lines: list[str]) -> None:
        self.lines += [line for line in lines if line not in self.lines]

    def raise_any(self, path: Path) -> None:
        if self.lines:
            raise CourseFilesRefused(path, self.lines)
