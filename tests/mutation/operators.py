"""The changes that are tried: each replaces one node of a module's syntax tree."""

import ast
import copy
from collections.abc import Callable, Iterator
from typing import Any

Change = tuple[str, ast.AST]

MESSAGES = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext"}
# What these leave out or add costs time or waits for others, and changes no result.
FOR_SPEED = {"select_related", "prefetch_related", "only", "defer", "iterator", "select_for_update"}
# Calls that only tidy what they are called on, and calls of which each argument stands for itself.
REMOVABLE = {"distinct", "strip", "casefold", "lower", "quantize"}
# Arguments that guard against mistakes, or against what others write at the same moment.
GUARDS = {"strict", "update_fields"}
CONDITIONS = {"Q", "filter", "exclude", "get", "order_by"}
# Types and what is done once at import: a decorator is tested by what it decorates.
NOT_VISITED = {"annotation", "returns", "decorator_list", "bases", "keywords", "format_spec"}
DECLARATIONS = ("Field", "Key", "Panel", "Block", "TypeVar", "NewType")
OPPOSITES: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.Break: ast.Continue,
    ast.Continue: ast.Break,
}
SIGNS: dict[type[ast.AST], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.NotIn: "not in",
    ast.And: "and",
    ast.Or: "or",
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Mod: "%",
    ast.Pow: "**",
    ast.BitOr: "|",
    ast.BitAnd: "&",
    ast.Break: "break",
    ast.Continue: "continue",
}
TWINS = {"any": "all", "all": "any", "min": "max", "max": "min", "sorted": "list"}


def changes_of(node: ast.AST, parent: ast.AST) -> Iterator[Change]:
    """Yield what may stand in a node's place, each with a description of the change."""
    if isinstance(node, ast.Call) and name_of(node) in FOR_SPEED:
        return
    if isinstance(node, ast.Tuple) and _has_a_counterpart(parent):
        return
    for kind, changes in CHANGES.items():
        if isinstance(node, kind):
            yield from changes(node)


def _has_a_counterpart(parent: ast.AST) -> bool:
    """Return whether a tuple is compared or unpacked part by part."""
    if isinstance(parent, ast.Assign):
        return isinstance(parent.targets[0], ast.Tuple)
    return isinstance(parent, ast.Compare)


def name_of(node: ast.AST) -> str:
    """Return the last name of what is called: `filter` of `Posting.objects.filter(…)`."""
    function = node.func if isinstance(node, ast.Call) else node
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def is_message(node: ast.AST) -> bool:
    """Return whether a text for people is made here."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        return is_message(node.left)
    if isinstance(node, ast.IfExp):
        return is_message(node.body) and is_message(node.orelse)
    return isinstance(node, ast.Call) and name_of(node) in MESSAGES


def is_left_alone(node: ast.AST) -> bool:
    """Return whether nothing below a node is changed: words for people, types, declarations."""
    if isinstance(node, ast.Call):
        inner = node.func.value if isinstance(node.func, ast.Attribute) else None
        logs = isinstance(inner, ast.Name) and inner.id in {"logger", "logging", "warnings"}
        return logs or is_message(node) or name_of(node).endswith(DECLARATIONS)
    if isinstance(node, ast.Expr):
        return is_left_alone(node.value)
    if isinstance(node, ast.ClassDef):
        return node.name == "Meta"
    if isinstance(node, ast.If):
        return name_of(node.test) == "TYPE_CHECKING"
    if isinstance(node, ast.keyword):
        return node.arg == "strict"
    if isinstance(node, ast.Assign | ast.AugAssign):
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        # Attributes of widgets are how they look; a sample is what tests take a kind for.
        return name_of(target) in {"__all__", "attrs", "sample_row"}
    if isinstance(node, ast.Tuple):  # an enumeration's value with its label
        return any(is_message(part) for part in node.elts)
    return is_message(node) or isinstance(node, ast.Assert | ast.Import | ast.ImportFrom)


def is_not_visited(node: ast.AST, field: str) -> bool:
    """Return whether nothing in a field of a node is changed."""
    if isinstance(node, ast.Call):
        return name_of(node) in FOR_SPEED and field != "func"
    return field in NOT_VISITED


def short(node: ast.AST) -> str:
    text = ast.unparse(node).splitlines()[0]
    return text if len(text) <= 50 else f"{text[:49]}…"


def with_(node: ast.AST, **fields: Any) -> ast.AST:
    """Return the node with other fields."""
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def without(items: list[Any], index: int) -> list[Any]:
    return [*items[:index], *items[index + 1 :]]


def _compare(node: ast.Compare) -> Iterator[Change]:
    for index, operator in enumerate(node.ops):
        other = OPPOSITES[type(operator)]
        ops = [*node.ops[:index], other(), *node.ops[index + 1 :]]
        yield f"{SIGNS[type(operator)]} → {SIGNS[other]}", with_(node, ops=ops)
    left, right = node.left, node.comparators[0]
    if isinstance(left, ast.Tuple) and isinstance(right, ast.Tuple):
        for index, part in enumerate(left.elts):
            first = with_(left, elts=without(left.elts, index))
            second = with_(right, elts=without(right.elts, index))
            changed = with_(node, left=first, comparators=[second])
            yield f"{short(part)} not compared", changed


def _boolean(node: ast.BoolOp) -> Iterator[Change]:
    other = OPPOSITES[type(node.op)]
    yield f"{SIGNS[type(node.op)]} → {SIGNS[other]}", with_(node, op=other())
    for index, part in enumerate(node.values):
        left = without(node.values, index)
        changed = with_(node, values=left) if len(left) > 1 else left[0]
        yield f"without `{short(part)}`", changed


def _arithmetic(node: ast.BinOp | ast.AugAssign) -> Iterator[Change]:
    if isinstance(node, ast.BinOp):
        if any(isinstance(side.value, str) for side in _constants(node)):
            return
        if isinstance(node.op, ast.FloorDiv):
            down = ast.BinOp(ast.UnaryOp(ast.USub(), node.left), node.op, node.right)
            yield "rounded up", ast.UnaryOp(ast.USub(), down)
    if other := OPPOSITES.get(type(node.op)):
        yield f"{SIGNS[type(node.op)]} → {SIGNS[other]}", with_(node, op=other())


def _constants(node: ast.BinOp) -> list[ast.Constant]:
    return [side for side in (node.left, node.right) if isinstance(side, ast.Constant)]


def _unary(node: ast.UnaryOp) -> Iterator[Change]:
    sign = {ast.Not: "not", ast.USub: "-", ast.Invert: "~"}.get(type(node.op))
    if sign:
        yield f"without {sign}", node.operand


def _constant(node: ast.Constant) -> Iterator[Change]:
    value = node.value
    if isinstance(value, bool):
        yield f"{value} → {not value}", with_(node, value=not value)
    elif isinstance(value, int | float):
        yield f"{value} → {value + 1}", with_(node, value=value + 1)


def _condition(node: ast.If | ast.IfExp | ast.While) -> Iterator[Change]:
    if isinstance(node.test, ast.Constant):
        return
    if not isinstance(node, ast.While):
        yield "condition always true", with_(node, test=ast.Constant(True))
    yield "condition always false", with_(node, test=ast.Constant(False))


def _comprehension(node: ast.comprehension) -> Iterator[Change]:
    for index, condition in enumerate(node.ifs):
        yield f"without `if {short(condition)}`", with_(node, ifs=without(node.ifs, index))


def _case(node: ast.match_case) -> Iterator[Change]:
    yield f"without `case {short(node.pattern)}`", with_(node, guard=ast.Constant(False))


def _call(node: ast.Call) -> Iterator[Change]:
    name = name_of(node)
    for index, keyword in enumerate(node.keywords):
        if not is_message(keyword.value) and keyword.arg not in GUARDS:
            keywords = without(node.keywords, index)
            yield f"without `{short(keyword)}`", with_(node, keywords=keywords)
    last = len(node.args) - 1
    for index, argument in enumerate(node.args):
        dropped = name in CONDITIONS or (index == last and last > 0)
        if dropped and not is_message(argument) and name not in {"cast", "sum"}:
            yield f"without `{short(argument)}`", with_(node, args=without(node.args, index))
    if name in REMOVABLE and isinstance(node.func, ast.Attribute):
        yield f"without .{name}()", node.func.value
    if isinstance(node.func, ast.Name) and name in TWINS and not (name == "sorted" and last):
        function = with_(node.func, id=TWINS[name])
        keywords = [] if name == "sorted" else node.keywords
        yield f"{name} → {TWINS[name]}", with_(node, func=function, keywords=keywords)
    first = node.args[0] if node.args else None
    if name == "Decimal" and isinstance(first, ast.Constant) and isinstance(first.value, str):
        digits = with_(first, value=f"{first.value}1")
        yield f"{first.value} → {first.value}1", with_(node, args=[digits])


def _parts(node: ast.List | ast.Tuple | ast.Set) -> Iterator[Change]:
    if isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
        for index, part in enumerate(node.elts):
            if not is_message(part) and not (isinstance(node, ast.Set) and len(node.elts) == 1):
                yield f"without `{short(part)}`", with_(node, elts=without(node.elts, index))


def _dictionary(node: ast.Dict) -> Iterator[Change]:
    for index, key in enumerate(node.keys):
        name = short(key or node.values[index])
        keys, values = without(node.keys, index), without(node.values, index)
        if not is_message(node.values[index]):
            yield f"without `{name}`", with_(node, keys=keys, values=values)


def _text(node: ast.JoinedStr) -> Iterator[Change]:
    for index, part in enumerate(node.values):
        if isinstance(part, ast.FormattedValue):
            name = f"without `{short(part.value)}`"
            yield name, with_(node, values=without(node.values, index))


def _slice(node: ast.Slice) -> Iterator[Change]:
    for bound in ("lower", "upper"):
        if (value := getattr(node, bound)) is not None:
            yield f"without the bound `{short(value)}`", with_(node, **{bound: None})


def _return(node: ast.Return) -> Iterator[Change]:
    if node.value is not None and not isinstance(node.value, ast.Constant):
        yield "returns None", with_(node, value=ast.Constant(None))


def _statement(node: ast.Expr | ast.Assign) -> Iterator[Change]:
    if isinstance(node, ast.Expr):
        removed = isinstance(node.value, ast.Call)
    else:
        removed = isinstance(node.targets[0], ast.Attribute | ast.Subscript)
    if removed:
        yield "left out", ast.Pass()


def _handler(node: ast.ExceptHandler) -> Iterator[Change]:
    for index, statement in enumerate(node.body):
        if isinstance(statement, ast.Raise):
            body = [*node.body[:index], ast.Pass(), *node.body[index + 1 :]]
            yield "raises nothing", with_(node, body=body)


def _jump(node: ast.Break | ast.Continue) -> Iterator[Change]:
    yield f"{SIGNS[type(node)]} → {SIGNS[OPPOSITES[type(node)]]}", OPPOSITES[type(node)]()


CHANGES: dict[Any, Callable[[Any], Iterator[Change]]] = {
    ast.Compare: _compare,
    ast.BoolOp: _boolean,
    (ast.BinOp, ast.AugAssign): _arithmetic,
    ast.UnaryOp: _unary,
    ast.Constant: _constant,
    (ast.If, ast.IfExp, ast.While): _condition,
    ast.comprehension: _comprehension,
    ast.match_case: _case,
    ast.Call: _call,
    (ast.List, ast.Tuple, ast.Set): _parts,
    ast.Dict: _dictionary,
    ast.JoinedStr: _text,
    ast.Slice: _slice,
    ast.Return: _return,
    (ast.Expr, ast.Assign): _statement,
    ast.ExceptHandler: _handler,
    (ast.Break, ast.Continue): _jump,
}
