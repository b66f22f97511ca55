"""Formulas: reading them safely, and their exact and proved values."""

from mvcalc.expr.balls import Ball, Box, as_box, enclose, enclose_number, program
from mvcalc.expr.evaluate import as_point, evaluate, restrict, tidy
from mvcalc.expr.function import Domain, Function, as_function
from mvcalc.expr.functions import Condition, Need
from mvcalc.expr.intervals import UndefinedError
from mvcalc.expr.numbers import is_zero, less, number, rational, sign
from mvcalc.expr.parser import parse

__all__ = [
    "Ball",
    "Box",
    "Condition",
    "Domain",
    "Function",
    "Need",
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
    "sign",
    "tidy",
]
