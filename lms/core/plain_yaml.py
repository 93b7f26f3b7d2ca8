"""YAML as people write it: text stays text.

YAML 1.1 reads an unquoted 12:30 as 750, 007 as 7, 1.50 as 1.5 and no as false. Here a scalar is
the text that stands in the file, except for true, false and nothing.
"""

import re
from collections.abc import Mapping as Mapping_
from typing import Any

import yaml
from django.utils.translation import gettext as _

# The context of complaints that are written here: those of the library are in English alone.
OURS = "ours"


class PlainYamlError(ValueError):
    """The text is no YAML, or says one thing twice."""


class Mapping(dict[str, Any]):
    """A mapping of the file: `line` is where it begins, `key_lines` where keys stand, from 1."""

    line: int = 0
    key_lines: Mapping_[str, int] = {}


class PlainLoader(yaml.SafeLoader):
    yaml_implicit_resolvers: dict[str, Any] = {}

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Refuse references: a few lines of them unfold into more than a machine holds."""
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()
            raise yaml.composer.ComposerError(
                OURS, None, _("references (&name, *name) are not read"), event.start_mark
            )
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Refuse a key that is given twice: the first value would be lost without a word."""
        seen: set[str] = set()
        for key, _value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    OURS,
                    None,
                    _("the key '%(key)s' is given twice") % {"key": key.value},
                    key.start_mark,
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)

    def construct_lined(self, node: yaml.MappingNode) -> Any:
        mapping = Mapping()
        mapping.line = node.start_mark.line + 1
        mapping.key_lines = {str(k.value): k.start_mark.line + 1 for k, _value in node.value}
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
        where = _("line %(line)d") % {"line": mark.line + 1} + ": " if mark else ""
        raise PlainYamlError(f"{where}{_problem(error)}") from error
    except yaml.YAMLError as error:
        # The only complaint without a place: a sign that stands in no text.
        raise PlainYamlError(_("special characters are not allowed")) from error
    except RecursionError as error:
        raise PlainYamlError(_("it is nested too deeply")) from error


def _problem(error: yaml.MarkedYAMLError) -> str:
    return str(error.problem) if error.context == OURS else _unreadable()


def _unreadable() -> str:
    return _("this cannot be read: look at its colons, hyphens, quotation marks and indents")
