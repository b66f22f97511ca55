from .errors import DomainError, MvcalcError, NonDifferentiableError, RangeError
from .expr import Function, evaluate, number, parse, tidy
from .rules import Derivation, derive
from .sample import sample
from .show import Shown, show

__all__ = [
    "Derivation",
    "DomainError",
    "Function",
    "MvcalcError",
    "NonDifferentiableError",
    "RangeError",
    "Shown",
    "derive",
    "evaluate",
    "number",
    "parse",
    "sample",
    "show",
    "tidy",
]
