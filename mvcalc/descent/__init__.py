"""Ways downhill: gradient rules, Newton's methods, and the paths they leave."""

from mvcalc.descent.convexity import Bend, Convexity, convexity
from mvcalc.descent.descend import METHODS, descend
from mvcalc.descent.newton_root import Basins, newton_basins, newton_root, newton_threshold
from mvcalc.descent.objective import EmpiricalLoss
from mvcalc.descent.path import Counts, Path, Quantity, Step, Stop, approximate
from mvcalc.descent.quadratic import Contraction, Rates, momentum_contraction, quadratic_theory

__all__ = [
    "METHODS",
    "Basins",
    "Bend",
    "Contraction",
    "Convexity",
    "Counts",
    "EmpiricalLoss",
    "Path",
    "Quantity",
    "Rates",
    "Step",
    "Stop",
    "approximate",
    "convexity",
    "descend",
    "momentum_contraction",
    "newton_basins",
    "newton_root",
    "newton_threshold",
    "quadratic_theory",
]
