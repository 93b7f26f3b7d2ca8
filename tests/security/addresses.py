"""Every address of the site, taken from the resolver, so that new ones are walked too."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

# A converter, a named group, an unnamed group; groups may hold one level of groups.
PARAMETER = re.compile(
    r"<(?:\w+:)?(\w+)>"
    r"|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)"
    r"|\((?!\?)(?:[^()]|\([^()]*\))*\)"
)


@dataclass(frozen=True)
class Address:
    """`route` is as the resolver writes it, `namespace` that of the screens it belongs to."""

    route: str
    namespace: str
    name: str
    view: Any

    def filled(self, samples: dict[str, Any], special: dict[str, dict[str, Any]]) -> str:
        """Return the path with its parameters filled; KeyError names one without a sample."""
        by_prefix = max(
            (prefix for prefix in special if self.route.startswith(prefix)), key=len, default=""
        )
        values = {**samples, **special.get(by_prefix, {})}

        def fill(match: re.Match[str]) -> str:
            name = match[1] or match[2] or match[0]
            if name not in values:
                raise KeyError(f"{self.route}: no sample for {name}")
            return str(values[name])

        plain = PARAMETER.sub(fill, self.route)
        return "/" + plain.replace("^", "").replace("$", "").replace("\\", "").replace(".*", "x")


def addresses() -> list[Address]:
    return list(_walk(get_resolver(), "", ""))


def _walk(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[Address]:
    for each in resolver.url_patterns:
        route = prefix + str(each.pattern)
        if isinstance(each, URLPattern):
            yield Address(route, namespace, each.name or "", each.callback)
        else:
            yield from _walk(each, route, each.namespace or namespace)
