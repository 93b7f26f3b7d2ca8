"""One stylesheet for the site's pages in production, made by `collectstatic` of the many sources.

`css/site.css` names them in the order of the cascade; a developer's browser follows its imports.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

SITE = "css/site.css"
Processed = tuple[str, str, bool] | tuple[str, None, RuntimeError]
_IMPORT = re.compile(r'^@import url\("(?P<name>[^"]+)"\)(?: (?P<media>[^;]+))?;$', re.MULTILINE)


def imported(text: str) -> list[str]:
    """Return the names of the stylesheets that one imports, in its order."""
    return [f"css/{found['name']}" for found in _IMPORT.finditer(text)]


def join(text: str, read: Callable[[str], str]) -> str:
    """Return a stylesheet with the text of those it imports in the places of its imports.

    `read` returns the text of a stylesheet by its name. What is imported for a medium stays for it.
    """

    def put(found: re.Match[str]) -> str:
        imported_text = read(f"css/{found['name']}").strip()
        return (
            f"@media {found['media']} {{\n{imported_text}\n}}" if found["media"] else imported_text
        )

    return _IMPORT.sub(put, text)


class OneStylesheet(ManifestStaticFilesStorage):
    """Static files named after their content, of which `css/site.css` holds what it imports.

    The imports of our modules lead to such names too, so that no page mixes two releases.
    """

    support_js_module_import_aggregation = True

    def post_process(self, *args: Any, **options: Any) -> Iterator[Processed]:
        paths: dict[str, tuple[Storage, str]] = args[0]

        def read(name: str) -> str:
            storage, path = paths[name]
            with storage.open(path) as source:
                return source.read().decode()

        if SITE in paths and not options.get("dry_run"):
            joined = join(read(SITE), read)
            self.delete(SITE)
            self.save(SITE, ContentFile(joined.encode()))
            paths = {**paths, SITE: (self, SITE)}
        yield from super().post_process(paths, *args[1:], **options)


class SiteFilesStorage(OneStylesheet, CompressedManifestStaticFilesStorage):
    """Static files in production: compressed besides."""
