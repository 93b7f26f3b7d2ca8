"""The cache of this site: the memory of one process, and for less than a minute.

Processes do not hear of each other's changes, so that nothing may be kept for as long as libraries
ask (Wagtail keeps the paths of its sites for an hour).
"""

from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache

LONGEST = 30.0  # seconds


class BriefMemory(LocMemCache):
    def get_backend_timeout(self, timeout: Any = DEFAULT_TIMEOUT) -> float | None:
        """Return when an entry ends, as seconds of the clock: soon, whatever was asked for."""
        asked = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return super().get_backend_timeout(LONGEST if asked is None else min(asked, LONGEST))
