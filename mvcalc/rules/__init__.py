"""Differentiation, one rule at a time, and what comes before it: secants and limits."""

from mvcalc.rules.derivation import Derivation, Rule, Step
from mvcalc.rules.engine import derive
from mvcalc.rules.tidy import simplified, weight

__all__ = ["Derivation", "Rule", "Step", "derive", "simplified", "weight"]
