"""Differentiation, one rule at a time."""

from mvcalc.rules.derivation import Derivation, Rule, Step
from mvcalc.rules.engine import derive
from mvcalc.rules.repeated import nth_derivative
from mvcalc.rules.tidy import simplified, weight
from mvcalc.rules.verify import Verification, dual_slope, verify

__all__ = [
    "Derivation",
    "Rule",
    "Step",
    "Verification",
    "derive",
    "dual_slope",
    "nth_derivative",
    "simplified",
    "verify",
    "weight",
]
