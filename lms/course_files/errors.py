"""What can be wrong with a course file, told with the file and the place."""

from pathlib import Path


class CourseFileError(ValueError):
    """A course file that cannot be read; the message names the file and what to mend."""

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(f"{path}: {message}")
        self.path = path
