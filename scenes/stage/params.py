"""Typed, validated parameters of a lecture.

A lecture's ``Params`` is a frozen pydantic model whose fields are made by ``param``. Fields keep
what the lecturer wrote as text (``"x^3 - x"``, ``"1/10"``), so that a parameter file, the command
line and a result all show the same thing; ``compute`` reads them exactly with ``mvcalc``. The
text is checked when the model is made: a bad formula never gets as far as a picture.

Importing this module imports neither manim nor sympy.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal, TypeVar, get_args, get_origin

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.fields import FieldInfo

from mvcalc.errors import MvcalcError, RangeError
from scenes.stage.typed import typed_list

MAX_TEXT: Final = 400


def _text(value: object) -> object:
    """Numbers from TOML or JSON by their decimal text, so that 0.1 is one tenth."""
    if isinstance(value, bool):
        raise ValueError("a number or formula is needed, not true or false; write for example 1/2")
    return repr(value) if isinstance(value, int | float) else value


def _formula(*variables: str) -> AfterValidator:
    def check(text: str) -> str:
        from mvcalc.expr import parse

        parse(text, variables)
        return text

    return AfterValidator(check)


def _number(text: str) -> str:
    from mvcalc.expr import number

    number(text)
    return text


class Kind(str):
    """The name of a parameter type, for tables and forms."""


_Text = Annotated[str, BeforeValidator(_text), Field(max_length=MAX_TEXT)]

Number = Annotated[_Text, AfterValidator(_number), Kind("number")]
"""An exact real number as text: ``1/10``, ``0.1``, ``sqrt(2)``, ``-pi/3``."""
Expr1 = Annotated[_Text, _formula("x"), Kind("formula in x")]
"""A formula in x as text."""
Expr2 = Annotated[_Text, _formula("x", "y"), Kind("formula in x, y")]
"""A formula in x and y as text."""
Point2 = Annotated[tuple[Number, Number], Kind("point (x, y)")]
"""A point of the plane: two exact numbers."""
Pair2 = Annotated[tuple[Expr2, Expr2], Kind("two formulas in x, y")]
"""A map of the plane: two formulas in x and y."""


def _points(value: object) -> object:
    """Points from a list of pairs, the name of a published data set, or a CSV file.

    The file is read here and now: what is kept, hashed and sent to other machines are the numbers.
    """
    if isinstance(value, list | tuple) and len(value) == 1 and isinstance(value[0], str):
        value = value[0]
    from mvcalc.regress import PRESETS, Data, preset, read_csv

    if isinstance(value, str):
        if value in PRESETS:
            data = preset(value)
        elif value.lower().endswith((".csv", ".tsv", ".txt")):
            data = read_csv(value)
        else:
            raise RangeError(
                "this is neither a list of points, a CSV file nor a published data set",
                hint=f"write [[0, 6], [1, 0], [2, 0]], data.csv or one of {', '.join(PRESETS)}",
            )
    elif isinstance(value, list | tuple) and all(
        isinstance(pair, list | tuple) and len(pair) == 2 for pair in value
    ):
        x, y = zip(*value, strict=True) if value else ((), ())
        data = Data.of(x=[_text(v) for v in x], y=[_text(v) for v in y])
    else:
        raise RangeError("every point needs two numbers", hint="write [[0, 6], [1, 0], [2, 0]]")
    pairs = zip(data.column("x"), data.column("y"), strict=True)
    return tuple((str(x), str(y)) for x, y in pairs)


Points = Annotated[
    tuple[tuple[str, str], ...],
    BeforeValidator(_points),
    Kind("points (x, y), a CSV file with columns x and y, or a published data set"),
]
"""Data points, exact, as pairs of texts."""


def formula_in(*variables: str) -> Any:
    """The type of a formula in the named variables, as text."""
    return Annotated[_Text, _formula(*variables), Kind(f"formula in {', '.join(variables)}")]


def param(
    default: Any, help: str, *, unit: str = "", above: str | None = None, **limits: Any
) -> Any:
    """A parameter: default, one line of help, and limits (``ge``, ``le``, ``gt``, ``lt``, …).

    ``above`` sets an exclusive lower limit on a ``Number``, which is text to pydantic.
    """
    extra: dict[str, Any] = {}
    if unit:
        extra["unit"] = unit
    if above is not None:
        extra["above"] = above
    return Field(default, description=help, json_schema_extra=extra or None, **limits)


class LectureParams(BaseModel):
    """What every lecture accepts; content only, nothing about quality, folders or machines."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False)

    title: str = param("", "title on the first frame; empty for the lecture's own", max_length=60)
    pace: float = param(1.0, "speed of speech, 1 is 145 words a minute", ge=0.75, le=1.5)
    digits: int = param(6, "significant digits of rounded numbers", ge=3, le=12)
    seed: int = param(1, "seed of everything random", ge=0, lt=2**32)
    captions: bool = param(True, "write captions")
    notation: Literal["leibniz", "prime"] = param("leibniz", "how derivatives are written")
    show_check: bool = param(True, "close with the check question")
    reduced_motion: bool = param(False, "replace turning views and camera moves by cuts")

    def check(self) -> None:
        """Cross-field conditions; override and raise an ``MvcalcError`` with what would work."""


P = TypeVar("P", bound=LectureParams)


@dataclass(frozen=True, slots=True)
class ParamInfo:
    """One row of the parameter table."""

    name: str
    type: str
    default: Any
    range: str
    help: str
    unit: str


def describe(model: type[LectureParams]) -> list[ParamInfo]:
    """The parameter table: the lecture's own fields first, the shared ones after."""
    shared = LectureParams.model_fields
    own = [name for name in model.model_fields if name not in shared]
    return [_info(name, model.model_fields[name]) for name in [*own, *shared]]


def _info(name: str, field: FieldInfo) -> ParamInfo:
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    return ParamInfo(
        name,
        _type(field),
        field.default,
        _range(field),
        field.description or "",
        str(extra.get("unit", "")),
    )


def _type(field: FieldInfo) -> str:
    for item in reversed(field.metadata):
        if isinstance(item, Kind):
            return str(item)
    return _type_name(field.annotation)


def _type_name(annotation: Any) -> str:
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return next((str(a) for a in args[1:] if isinstance(a, Kind)), _type_name(args[0]))
    if origin is Literal:
        return "one of " + ", ".join(str(a) for a in args)
    if origin in (tuple, list):
        return "list of " + _type_name(args[0])
    if origin is not None:
        return " or ".join(_type_name(a) for a in args if a is not type(None))
    names = {int: "whole number", float: "number", bool: "true or false", str: "text"}
    return names.get(annotation, getattr(annotation, "__name__", str(annotation)))


_LIMITS: Final = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}


def _range(field: FieldInfo) -> str:
    limits = []
    for item in field.metadata:
        for key, sign in _LIMITS.items():
            if (bound := getattr(item, key, None)) is not None:
                limits.append(f"{sign} {bound}")
        for key, word in (("min_length", "at least"), ("max_length", "at most")):
            bound = getattr(item, key, None)
            if bound is not None and bound != MAX_TEXT:
                limits.append(f"{word} {bound} long")
    extra = field.json_schema_extra
    if isinstance(extra, dict) and "above" in extra:
        limits.append(f"> {extra['above']}")
    return ", ".join(limits)


def read_params(model: type[P], values: Mapping[str, Any]) -> P:
    """Validate values from a command line, a file or a form.

    Text is read as JSON where the field is not text itself (``--set layers=[2,3,1]``).

    Raises:
        MvcalcError: one sentence that names the parameter, the value, the limit and a value
            that would work.
    """
    for name in values:
        if name not in model.model_fields:
            raise _unknown(model, name)
    plain = {name: _decode(model.model_fields[name], value) for name, value in values.items()}
    try:
        params = model(**plain)
    except ValidationError as error:
        raise _sentence(model, error) from error
    _check_above(model, params)
    params.check()
    return params


def _decode(field: FieldInfo, value: Any) -> Any:
    """Text from a command line in the shape its field wants; other values as they are."""
    if not isinstance(value, str) or _type_name(field.annotation) == "text":
        return value
    if get_origin(field.annotation) in (tuple, list):
        return typed_list(value)
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        return value


def _unknown(model: type[LectureParams], name: str) -> RangeError:
    known = list(model.model_fields)
    close = difflib.get_close_matches(name, known, 1)
    hint = f"did you mean {close[0]}?" if close else f"it has {', '.join(known)}"
    return RangeError(f"there is no parameter {name!r}", hint=hint, parameter=name)


def _sentence(model: type[LectureParams], error: ValidationError) -> MvcalcError:
    first = error.errors()[0]
    name = str(first["loc"][0]) if first["loc"] else ""
    value = first.get("input")
    cause = first.get("ctx", {}).get("error")
    info = {row.name: row for row in describe(model)}.get(name)
    default = (
        "" if info is None or info.default == "" else f"for example {name} = {_plain(info.default)}"
    )
    if isinstance(cause, MvcalcError):
        cause.hint = cause.hint or default
        return cause.named(name, value)
    wants = f"a {info.type} {info.range}".strip() if info else "another value"
    message = str(first["msg"]).removeprefix("Value error, ").removeprefix("Input should be ")
    text = f"needs {wants}" if first["type"] != "value_error" else message
    return RangeError(text, param=name, value=_plain(value), hint=default)


def _plain(value: Any) -> str:
    return str(list(value)) if isinstance(value, tuple) else str(value)


def _check_above(model: type[LectureParams], params: LectureParams) -> None:
    for name, field in model.model_fields.items():
        extra = field.json_schema_extra
        if isinstance(extra, dict) and "above" in extra:
            from mvcalc.expr import number

            value = getattr(params, name)
            if not number(value) > number(extra["above"]):
                raise RangeError(
                    f"must be greater than {extra['above']}",
                    param=name,
                    value=value,
                    hint=f"for example {name} = {_plain(field.default)}",
                )
