"""Formulas: reading them safely, and their exact and proved values."""

from mvcalc.expr.balls import Ball, Box, as_box, enclose, enclose_number, side_interval
from mvcalc.expr.evaluate import as_point, evaluate, restrict, tidy
from mvcalc.expr.function import Domain, Function, as_function
from mvcalc.expr.functions import Condition, Need
from mvcalc.expr.intervals import UndefinedError
from mvcalc.expr.numbers import is_zero, less, number, rational, sign
from mvcalc.expr.parser import parse
from mvcalc.expr.programs import Program, program

__all__ = [
    "Ball",
    "Box",
    "Condition",
    "Domain",
    "Function",
    "Need",
    "Program",
    "UndefinedError",
    "as_box",
    "as_function",
    "as_point",
    "enclose",
    "enclose_number",
    "evaluate",
    "is_zero",
    "less",
    "number",
    "parse",
    "program",
    "rational",
    "restrict",
    "side_interval",
    "sign",
    "tidy",
]
