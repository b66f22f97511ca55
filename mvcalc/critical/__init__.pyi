from .classify import Kind
from .found import CriticalPoint
from .minimum import Certificate, global_min
from .points import CriticalSet, critical_points

__all__ = ["Certificate", "CriticalPoint", "CriticalSet", "Kind", "critical_points", "global_min"]
