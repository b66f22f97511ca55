from .convergence import Radius, Singularity, radius
from .expansion import Taylor, taylor
from .remainder import RemainderBound, degree_for, remainder_bound
from .several import TaylorMulti, taylor_multi

__all__ = [
    "Radius",
    "RemainderBound",
    "Singularity",
    "Taylor",
    "TaylorMulti",
    "degree_for",
    "radius",
    "remainder_bound",
    "taylor",
    "taylor_multi",
]
