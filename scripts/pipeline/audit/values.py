"""Random parameter values, drawn from a lecture's own schema, and simpler ones to shrink to."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from scenes.stage.params import Kind, LectureParams

_CHANGED: Final = 0.6  # chance that a lecture's own parameter is changed
_SHARED: Final = 0.15  # the same for parameters of all lectures
_ONE: Final = ("sin", "cos", "exp", "log", "sqrt", "abs", "tan", "atan", "tanh", "sigmoid")
_TITLES: Final = (
    "Slopes",
    "x_1 & y^2 #3",
    "A rather long title that goes on and on, to sixty",
    "∇",
)
_SIMPLE_NUMBERS: Final = ("1", "2", "0", "-1", "1/2")


def random_params(model: type[LectureParams], rng: random.Random) -> dict[str, Any]:
    """Some parameters with random values of the right kind; not all of them are acceptable."""
    shared = LectureParams.model_fields
    values = {}
    for name, field in model.model_fields.items():
        if rng.random() < (_SHARED if name in shared else _CHANGED):
            values[name] = _value(name, field.annotation, field, rng)
    return values


def _value(name: str, annotation: Any, field: FieldInfo, rng: random.Random) -> Any:
    kind = _kind(annotation, field)
    if kind is not None:
        return _of_kind(kind, rng)
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return rng.choice(args)
    if origin in (tuple, list):
        return _sequence(name, args, field, rng)
    if annotation is bool:
        return rng.random() < 0.5
    if annotation is int:
        return _whole(field, rng)
    if annotation is float:
        low, high = _limits(field, -10.0, 10.0)
        return round(rng.uniform(low, high), 2)
    if args:  # a choice of types
        inner = [arg for arg in args if arg is not type(None)]
        if len(inner) < len(args) and rng.random() < 0.3:
            return None
        return _value(name, rng.choice(inner), field, rng)
    return rng.choice(_TITLES) if name == "title" else field.default


def _kind(annotation: Any, field: FieldInfo | None) -> str | None:
    """The kind of a field, or of an element of a list; see ``scenes.stage.params``."""
    metadata = [*(field.metadata if field else ()), *getattr(annotation, "__metadata__", ())]
    found = [str(item) for item in metadata if isinstance(item, Kind)]
    return found[-1] if found else None


def _of_kind(kind: str, rng: random.Random) -> Any:
    if kind == "number":
        return random_number(rng)
    if kind.startswith("formula in"):
        return random_formula(_variables(kind), rng)
    if kind.startswith("point"):
        return [random_number(rng) for _ in _variables(kind.strip("point ()"))]
    if kind.startswith("two formulas in"):
        return [random_formula(_variables(kind), rng) for _ in range(2)]
    raise ValueError(f"parameters of kind {kind!r} cannot be drawn; teach values.py")


def _variables(kind: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[A-Za-z]\w*", kind.rpartition(" in ")[2]))


def _sequence(name: str, args: tuple[Any, ...], field: FieldInfo, rng: random.Random) -> list[Any]:
    fields = [FieldInfo.from_annotation(arg) for arg in args if arg is not Ellipsis]
    if args[-1] is not Ellipsis and len(args) > 1:
        return [_value(name, each.annotation, each, rng) for each in fields]
    low = next((m.min_length for m in field.metadata if hasattr(m, "min_length")), 1)
    high = next((m.max_length for m in field.metadata if hasattr(m, "max_length")), low + 5)
    each = fields[0]
    return [
        _value(name, each.annotation, each, rng)
        for _ in range(rng.randint(low, min(high, low + 8)))
    ]


def _limits(field: FieldInfo, low: float, high: float) -> tuple[float, float]:
    for item in field.metadata:
        low = getattr(item, "ge", getattr(item, "gt", low))
        high = getattr(item, "le", getattr(item, "lt", high))
    return low, high


def _whole(field: FieldInfo, rng: random.Random) -> int:
    low, high = _limits(field, 0, 10)
    low, high = int(low), int(min(high, 10**6))
    if rng.random() < 0.25:
        return rng.choice((low, high))
    return rng.randint(low, min(high, max(low + 12, 12)) if rng.random() < 0.8 else high)


def random_number(rng: random.Random) -> str:
    """An exact number as people write them: mostly small, sometimes not."""
    sign = "-" if rng.random() < 0.35 else ""
    text = rng.choices(
        (
            str(rng.randint(0, 9)),
            f"{rng.randint(1, 20)}/{rng.randint(2, 20)}",
            f"{rng.uniform(0, 5):.2f}",
            rng.choice(("sqrt(2)", "pi/3", "pi", "e", "sqrt(3)/2", "2/7")),
            rng.choice(("1/1000", "1000", "123456/789", "0.001", "1/99991", "31415.9")),
        ),
        (40, 25, 20, 8, 7),
    )[0]
    return sign + text


def random_formula(variables: tuple[str, ...], rng: random.Random, depth: int = 0) -> str:
    """A formula in some of the variables."""
    first = rng.choice(variables)
    roll = rng.random()
    if depth >= 2 or roll < 0.2:
        power = rng.choice(("", "", "^2", "^3"))
        return f"{rng.choice(('', '', '2*', '-', '3*', '1/2*'))}{first}{power}"
    if roll < 0.6:
        return " + ".join(random_formula(variables, rng, depth + 1) for _ in variables) + (
            f" {rng.choice('+-')} {rng.randint(1, 5)}" if rng.random() < 0.5 else ""
        )
    inner = random_formula(variables, rng, depth + 1)
    if roll < 0.75:
        return f"{rng.choice(_ONE)}({inner})"
    other = random_formula(variables, rng, depth + 1)
    return f"({inner}){rng.choice('**/')}({other})"


def simpler(model: type[LectureParams], params: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Parameter sets a little closer to the defaults, boldest first."""
    for name in params:
        yield {key: value for key, value in params.items() if key != name}
    for name, value in params.items():
        field = model.model_fields[name]
        for other in _simpler_values(_kind(field.annotation, field), value, field.default):
            yield {**params, name: other}


def _simpler_values(kind: str | None, value: Any, default: Any) -> Iterator[Any]:
    if isinstance(value, bool):
        return
    if isinstance(value, int):
        base = default if isinstance(default, int) else 0
        middle = (value + base) // 2
        yield from (v for v in (middle, value - 1 if value > base else value + 1) if v != value)
    elif isinstance(value, list):
        if kind is None and len(value) > 1:
            yield from (value[:-1], value[1:])
    elif isinstance(value, str) and kind == "number":
        if value not in _SIMPLE_NUMBERS:
            yield from (n for n in _SIMPLE_NUMBERS if len(n) < len(value))
    elif isinstance(value, str) and kind is not None:
        yield from (piece for piece in _pieces(value) if 0 < len(piece) < len(value))


def _pieces(formula: str) -> Iterator[str]:
    """Sub-formulas: what stands in brackets, and what stands beside the top signs."""
    depth, start = 0, 0
    for place, char in enumerate(formula):
        depth += (char == "(") - (char == ")")
        if depth == 0 and char in "+-*/" and place:
            yield formula[:place].strip()
            yield formula[place + 1 :].strip()
        if char == "(" and depth == 1:
            start = place + 1
        if char == ")" and depth == 0:
            yield formula[start:place]
