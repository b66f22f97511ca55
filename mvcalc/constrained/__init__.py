"""Optima under constraints: equalities, inequalities, and approximations of both."""

from mvcalc.constrained.candidates import Candidate, Irregular
from mvcalc.constrained.lagrange import LagrangeResult, lagrange

__all__ = ["Candidate", "Irregular", "LagrangeResult", "lagrange"]
