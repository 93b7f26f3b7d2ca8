"""Pictures as they are handed out: without what the camera wrote into them."""

from functools import cached_property
from typing import Any

from wagtail.images.models import Filter

# Place, time, device and owner, in the forms that cameras and programs write.
METADATA = ("exif", "xmp", "comment")


class DropMetadata:
    """The last step of making a size: how the picture is turned has been used by then."""

    def run(self, picture: Any, image: Any, env: dict[str, Any]) -> None:
        info = getattr(getattr(picture, "image", None), "info", {})
        for name in METADATA:
            info.pop(name, None)


class PlainFilter(Filter):
    @cached_property
    def filter_operations(self) -> list[Any]:
        return [*super().filter_operations, DropMetadata()]
