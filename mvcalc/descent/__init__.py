"""Ways downhill: gradient rules, Newton's methods and the paths they leave."""

from mvcalc.descent.descend import METHODS, descend
from mvcalc.descent.objective import EmpiricalLoss
from mvcalc.descent.path import Counts, Path, Quantity, Step, Stop

__all__ = [
    "METHODS",
    "Counts",
    "EmpiricalLoss",
    "Path",
    "Quantity",
    "Step",
    "Stop",
    "descend",
]
