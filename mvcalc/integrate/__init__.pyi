from .double import Iterated, average, double_integral
from .primitives import Antiderivative, antiderivative
from .region import Region
from .single import Accumulation, accumulate, definite
from .sums import RiemannSum, Rule, closed_form, riemann

__all__ = [
    "Accumulation",
    "Antiderivative",
    "Iterated",
    "Region",
    "RiemannSum",
    "Rule",
    "accumulate",
    "antiderivative",
    "average",
    "closed_form",
    "definite",
    "double_integral",
    "riemann",
]
