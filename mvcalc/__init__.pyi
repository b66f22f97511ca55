from .errors import DomainError, MvcalcError, NonDifferentiableError, RangeError
from .expr import Function, evaluate, number, parse, tidy
from .limits import LimitKind, LimitStep, limit_steps
from .rules import Derivation, derive, nth_derivative
from .sample import sample
from .secants import Secant, secant, secant_table
from .show import Shown, show
from .typst import typst

__all__ = [
    "Derivation",
    "DomainError",
    "Function",
    "LimitKind",
    "LimitStep",
    "MvcalcError",
    "NonDifferentiableError",
    "RangeError",
    "Secant",
    "Shown",
    "derive",
    "evaluate",
    "limit_steps",
    "nth_derivative",
    "number",
    "parse",
    "sample",
    "secant",
    "secant_table",
    "show",
    "tidy",
    "typst",
]
