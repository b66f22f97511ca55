from . import nets
from .descent import Path, Rates, Stop, approximate, descend, quadratic_theory
from .errors import (
    BudgetError,
    DegenerateError,
    DomainError,
    MvcalcError,
    NonDifferentiableError,
    RangeError,
    SingularError,
    UncertifiedError,
)
from .expr import Ball, Function, evaluate, is_zero, number, parse, rational, tidy
from .limits import LimitKind, LimitStep, limit_steps
from .multi import (
    contour_levels,
    curvature_along,
    directional,
    eigen_sym,
    gradient,
    hessian,
    jacobian,
    partial,
)
from .nets import MLP, Flow, NudgeCheck, backprop, nudge_check
from .outcome import Outcome
from .rules import Derivation, derive, dual_slope, nth_derivative
from .sample import sample
from .secants import Secant, secant, secant_table
from .show import Shown, show
from .typst import typst

__all__ = [
    "MLP",
    "Ball",
    "BudgetError",
    "DegenerateError",
    "Derivation",
    "DomainError",
    "Flow",
    "Function",
    "LimitKind",
    "LimitStep",
    "MvcalcError",
    "NonDifferentiableError",
    "NudgeCheck",
    "Outcome",
    "Path",
    "RangeError",
    "Rates",
    "Secant",
    "Shown",
    "SingularError",
    "Stop",
    "UncertifiedError",
    "approximate",
    "backprop",
    "contour_levels",
    "curvature_along",
    "derive",
    "descend",
    "directional",
    "dual_slope",
    "eigen_sym",
    "evaluate",
    "gradient",
    "hessian",
    "is_zero",
    "jacobian",
    "limit_steps",
    "nets",
    "nth_derivative",
    "nudge_check",
    "number",
    "parse",
    "partial",
    "quadratic_theory",
    "rational",
    "sample",
    "secant",
    "secant_table",
    "show",
    "tidy",
    "typst",
]
