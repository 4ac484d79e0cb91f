"""From what msgspec says of a file that is no experiment to: this field, this is wrong, this would be right."""

import re
from typing import Any

from msgspec import inspect

from playground.experiment.check import ExperimentError
from playground.experiment.experiment import Experiment
from playground.experiment.wording import did_you_mean, quoted

_PLACE = re.compile(r"^(?P<what>.*) - at `(?P<path>\$.*)`$", re.DOTALL)
_TABLE = re.compile(r"^@(?P<place>[\[\]\d]*): (?P<problem>.*); (?P<remedy>.*)$", re.DOTALL)
_UNKNOWN = re.compile(r"^Object contains unknown field `(?P<name>.*)`$", re.DOTALL)
_MISSING = re.compile(r"^Object missing required field `(?P<name>.*)`$")


def explain(raw: Any, message: str) -> ExperimentError:
    """Make a clear error out of a message of msgspec.

    Parameters
    ----------
    raw
        The whole file, decoded as plain lists and dicts.
    message : str
        What msgspec says; or, within it, ``@PLACE: PROBLEM; REMEDY`` of a decoder of our own.
    """
    found = _PLACE.match(message)
    what, path = (found["what"], found["path"]) if found else (message, "$")
    if table := _TABLE.match(what):
        return ExperimentError(path + table["place"], table["problem"], table["remedy"])
    kind, value = _field(raw, path)
    if unknown := _UNKNOWN.match(what):
        name = unknown["name"]
        return ExperimentError(f"{path}.{name}", "unknown field", did_you_mean(name, _field_names(kind)))
    if missing := _MISSING.match(what):
        name = missing["name"]
        return ExperimentError(f"{path}.{name}", "missing", f"write {_expected(_child(kind, value, name))}")
    words = [word for word in kind.values if isinstance(word, str)] if isinstance(kind, inspect.LiteralType) else []
    near = did_you_mean(value, words) if isinstance(value, str) else ""
    remedy = near if near.startswith("did") else f"give {_expected(kind)}"
    return ExperimentError(path, f"{quoted(value)} does not fit", remedy)


def _field(raw: Any, path: str) -> tuple[inspect.Type, Any]:
    """Type and value at a path such as ``$.model.layers[1]``."""
    kind: inspect.Type = inspect.type_info(Experiment)
    value = raw
    for name, place in re.findall(r"\.(\w+)|\[(\d+)\]", path):
        kind = _child(kind, value, name)
        value = value[int(place)] if place else value[name]
    return _struct_of(kind, value), value


def _structs(kind: inspect.Type) -> list[inspect.StructType]:
    members = kind.types if isinstance(kind, inspect.UnionType) else (kind,)
    return [member for member in members if isinstance(member, inspect.StructType)]


def _struct_of(kind: inspect.Type, value: Any) -> inspect.Type:
    """The member of a union that the value's tag names; the union itself when none does."""
    if isinstance(kind, inspect.UnionType) and isinstance(value, dict):
        for member in _structs(kind):
            if member.tag_field is None or value.get(member.tag_field) == member.tag:
                return member
    return kind


def _child(kind: inspect.Type, value: Any, name: str) -> inspect.Type:
    """Type of a field, or of the items of a list when ``name`` is empty."""
    kind = _struct_of(kind, value)
    if isinstance(kind, inspect.VarTupleType):
        return kind.item_type
    if isinstance(kind, inspect.UnionType):  # the tag itself is wrong or missing
        return inspect.LiteralType(tuple(str(member.tag) for member in _structs(kind)))
    fields = kind.fields if isinstance(kind, inspect.StructType) else ()
    return next((field.type for field in fields if field.name == name), inspect.AnyType())


def _field_names(kind: inspect.Type) -> list[str]:
    """Names of all fields an object may have."""
    if not isinstance(kind, inspect.StructType):
        return []
    tag = [] if kind.tag_field is None else [kind.tag_field]
    return [*tag, *(field.name for field in kind.fields)]


def _expected(kind: inspect.Type) -> str:
    """What a field may hold, in words."""
    structs = _structs(kind)
    if structs and structs[0].tag_field is not None:
        return f"an object with {quoted(structs[0].tag_field)}: one of {', '.join(str(s.tag) for s in structs)}"
    match kind:
        case inspect.LiteralType(values=values):
            words = quoted(values[0]) if len(values) == 1 else f"one of {', '.join(map(str, values))}"
        case inspect.IntType():
            words = f"a whole number{_bounds(kind)}"
        case inspect.FloatType():
            words = f"a number{_bounds(kind)}"
        case inspect.VarTupleType():
            words = f"a list of {_several(kind.item_type)}"
        case inspect.UnionType():
            words = " or ".join(_expected(member) for member in kind.types)
        case inspect.StructType():
            words = f"an object with the fields {', '.join(_field_names(kind))}"
        case _:
            words = _PLAIN.get(type(kind), "something else")
    return words


_PLAIN: dict[type[inspect.Type], str] = {
    inspect.StrType: "text",
    inspect.BoolType: "true or false",
    inspect.NoneType: "null",
    inspect.CustomType: "a list of rows, each a list of numbers",
}


def _bounds(kind: inspect.IntType | inspect.FloatType) -> str:
    signs = ((kind.gt, ">"), (kind.ge, "≥"), (kind.lt, "<"), (kind.le, "≤"))
    found = [f"{sign} {bound:,}" for bound, sign in signs if bound is not None]
    return f" {' and '.join(found)}" if found else ""


def _several(kind: inspect.Type) -> str:
    match kind:
        case inspect.IntType():
            return "whole numbers"
        case inspect.FloatType():
            return "numbers"
        case inspect.VarTupleType():
            return f"lists of {_several(kind.item_type)}"
    return f"names, each {_expected(kind)}"
