"""YAML as people write it: text stays text.

YAML 1.1 reads an unquoted 12:30 as 750, 007 as 7, 1.50 as 1.5 and no as false. Here a scalar is
the text that stands in the file, except for true, false and nothing.
"""

import re
from typing import Any

import yaml


class PlainYamlError(ValueError):
    """The text is no YAML, or says one thing twice."""


class Mapping(dict[str, Any]):
    """A mapping of the file; `line` is where it begins, counted from 1."""

    line: int = 0


class PlainLoader(yaml.SafeLoader):
    yaml_implicit_resolvers: dict[str, Any] = {}

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Refuse a key that is given twice: the first value would be lost without a word."""
        seen: set[str] = set()
        for key, _value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key '{key.value}' is given twice", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)

    def construct_lined(self, node: yaml.MappingNode) -> Any:
        mapping = Mapping()
        mapping.line = node.start_mark.line + 1
        yield mapping
        mapping.update(self.construct_mapping(node))


PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"(true|True|TRUE|false|False|FALSE)\Z"), list("tTfF")
)
PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile(r"(~|null|Null|NULL|)\Z"), ["~", "n", "N", ""]
)
PlainLoader.add_constructor("tag:yaml.org,2002:map", PlainLoader.construct_lined)


def load_plain_yaml(text: str) -> Any:
    """Return lists, `Mapping`s, texts, booleans and None.

    Raises PlainYamlError, whose message is one line and names the place.
    """
    try:
        return yaml.load(text, PlainLoader)  # noqa: S506  (a safe loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"line {mark.line + 1}: " if mark else ""
        raise PlainYamlError(f"{where}{error.problem or error.context}") from error
    except yaml.YAMLError as error:
        raise PlainYamlError(" ".join(str(error).split())) from error
