from . import nets
from .bounds import Enclosure, max_abs
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
from .series import RemainderBound, Taylor, degree_for, remainder_bound, taylor
from .show import Shown, show
from .typst import typst

__all__ = [
    "MLP",
    "Ball",
    "BudgetError",
    "DegenerateError",
    "Derivation",
    "DomainError",
    "Enclosure",
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
    "RemainderBound",
    "Secant",
    "Shown",
    "SingularError",
    "Stop",
    "Taylor",
    "UncertifiedError",
    "approximate",
    "backprop",
    "contour_levels",
    "curvature_along",
    "degree_for",
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
    "max_abs",
    "nets",
    "nth_derivative",
    "nudge_check",
    "number",
    "parse",
    "partial",
    "quadratic_theory",
    "rational",
    "remainder_bound",
    "sample",
    "secant",
    "secant_table",
    "show",
    "taylor",
    "tidy",
    "typst",
]
