"""Where the site leads: each room registers its own entries and open addresses."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.http import HttpRequest
from django.utils.functional import Promise


class Menu(StrEnum):
    MAIN = "main"
    ACCOUNT = "account"


def everybody(request: HttpRequest) -> bool:
    return True


def signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


@dataclass(frozen=True)
class Entry:
    """A link of a menu; `order` places it, `shown` says to whom.

    Pages below its path count as lying under it, unless `is_exact`.
    """

    label: str | Promise
    path: str
    order: int
    menu: Menu = Menu.MAIN
    shown: Callable[[HttpRequest], bool] = everybody
    is_exact: bool = False

    def is_current(self, path: str) -> bool:
        return path == self.path if self.is_exact else path.startswith(self.path)


_entries: dict[tuple[Menu, str], Entry] = {}
_open_addresses: set[str] = set()


def register_entry(entry: Entry) -> None:
    _entries[entry.menu, entry.path] = entry


def entries_for(request: HttpRequest, menu: Menu) -> list[Entry]:
    """Return the entries of a menu that this visitor may open, in their order."""
    entries = (entry for (its, _path), entry in _entries.items() if its is menu)
    return [entry for entry in sorted(entries, key=lambda e: e.order) if entry.shown(request)]


def entries_above(request: HttpRequest) -> list[Entry]:
    """Return the entries below whose address this one lies, the front page aside, the widest first.

    The account's own are not above the pages of visitors, such as the one for signing in.
    """
    above = [
        entry
        for entry in _entries.values()
        if entry.path not in {"/", request.path} and request.path.startswith(entry.path)
        if entry.menu is not Menu.ACCOUNT or signed_in(request)
    ]
    return [entry for entry in sorted(above, key=lambda e: len(e.path)) if entry.shown(request)]


def register_open_addresses(*prefixes: str) -> None:
    """Keep addresses open to somebody who has yet to set up a second factor."""
    _open_addresses.update(prefixes)


def is_open_address(path: str) -> bool:
    return path.startswith(tuple(_open_addresses))
