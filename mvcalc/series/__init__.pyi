from .convergence import Radius, Singularity, radius
from .expansion import Taylor, taylor
from .remainder import RemainderBound, degree_for, promised_error, remainder_bound
from .several import TaylorMulti, taylor_multi
from .written import show_taylor

__all__ = [
    "Radius",
    "RemainderBound",
    "Singularity",
    "Taylor",
    "TaylorMulti",
    "degree_for",
    "promised_error",
    "radius",
    "remainder_bound",
    "show_taylor",
    "taylor",
    "taylor_multi",
]
