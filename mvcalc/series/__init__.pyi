from .convergence import Radius, Singularity, radius
from .expansion import Taylor, taylor
from .remainder import RemainderBound, degree_for, remainder_bound

__all__ = [
    "Radius",
    "RemainderBound",
    "Singularity",
    "Taylor",
    "degree_for",
    "radius",
    "remainder_bound",
    "taylor",
]
