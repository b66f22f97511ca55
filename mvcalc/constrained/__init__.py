"""Optima under constraints: equalities, inequalities, and approximations of both."""

from mvcalc.constrained.candidates import Candidate, Irregular
from mvcalc.constrained.kkt import kkt
from mvcalc.constrained.kkt_result import ActiveSet, KKTPoint, KKTResult
from mvcalc.constrained.lagrange import LagrangeResult, lagrange
from mvcalc.constrained.penalty import augmented_lagrangian, barrier_path, penalty_path
from mvcalc.constrained.shadow import Check, shadow_price

__all__ = [
    "ActiveSet",
    "Candidate",
    "Check",
    "Irregular",
    "KKTPoint",
    "KKTResult",
    "LagrangeResult",
    "augmented_lagrangian",
    "barrier_path",
    "kkt",
    "lagrange",
    "penalty_path",
    "shadow_price",
]
