from .change import Change, change_variables
from .double import Iterated, average, double_integral
from .primitives import Antiderivative, antiderivative
from .region import Region
from .single import Accumulation, accumulate, definite
from .sums import RiemannSum, Rule, closed_form, riemann

__all__ = [
    "Accumulation",
    "Antiderivative",
    "Change",
    "Iterated",
    "Region",
    "RiemannSum",
    "Rule",
    "accumulate",
    "antiderivative",
    "average",
    "change_variables",
    "closed_form",
    "definite",
    "double_integral",
    "riemann",
]
