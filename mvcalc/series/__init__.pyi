from .remainder import RemainderBound, degree_for, remainder_bound
from .expansion import Taylor, taylor

__all__ = ["RemainderBound", "Taylor", "degree_for", "remainder_bound", "taylor"]
