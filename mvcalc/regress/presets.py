"""The data sets that come with the course; sources and licences in ``mvcalc/data/README.md``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from mvcalc.errors import RangeError
from mvcalc.regress.table import Data, parse_csv

PRESETS = (
    "anscombe-1",
    "anscombe-2",
    "anscombe-3",
    "anscombe-4",
    "boxbod",
    "danwood",
    "heights",
    "hours",
    "longley",
    "norris",
)


@cache
def preset(name: str) -> Data:
    """A published data set by name (columns x and y; Longley has y and x1 to x6).

    Raises:
        RangeError: no such data set.
    """
    if name not in PRESETS:
        raise RangeError(
            "there is no such data set", param="data", value=name, hint=f"use {', '.join(PRESETS)}"
        )
    return parse_csv(files("mvcalc").joinpath("data", f"{name}.csv").read_text("utf-8"))
