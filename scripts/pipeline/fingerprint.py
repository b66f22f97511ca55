"""A digest of a value that is the same exactly when the value is, in any process."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from types import NoneType
from typing import Any


class NoFingerprintError(TypeError):
    """A kind of value whose sameness cannot be told."""


def fingerprint(value: Any) -> str:
    """SHA-256 of a value built from numbers, text, sympy, numpy, dataclasses and collections.

    Raises:
        NoFingerprintError: it holds something else.
    """
    digest = hashlib.sha256()
    for part in _parts(value):
        raw = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.hexdigest()


def _parts(value: Any) -> Iterator[str | bytes]:
    kind = type(value)
    yield f"{kind.__module__}.{kind.__qualname__}"
    if isinstance(value, Enum):
        yield value.name
    elif isinstance(value, NoneType | bool | int | str | Fraction | Decimal | complex):
        yield repr(value)
    elif isinstance(value, float):
        yield value.hex()
    elif isinstance(value, tuple | list):
        yield str(len(value))
        for item in value:
            yield from _parts(item)
    elif isinstance(value, set | frozenset):
        yield from sorted(fingerprint(item) for item in value)
    elif isinstance(value, Mapping):
        yield str(len(value))
        for key, item in value.items():  # order counts: drawing may follow it
            yield from _parts(key)
            yield from _parts(item)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield field.name
            yield from _parts(getattr(value, field.name))
    else:
        yield from _foreign(value, kind)


def _foreign(value: Any, kind: type) -> Iterator[str | bytes]:
    """Values of sympy and numpy, without importing either."""
    package = kind.__module__.split(".")[0]
    if package == "numpy" and hasattr(value, "dtype") and value.dtype.kind in "biufcSU":
        yield str(value.dtype)
        yield str(value.shape)
        yield value.tobytes()
    elif package == "sympy" and hasattr(value, "free_symbols"):
        from sympy import srepr

        yield srepr(value)
    else:
        raise NoFingerprintError(f"{kind.__module__}.{kind.__qualname__}")
