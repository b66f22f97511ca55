"""Kinks, vertical tangents and edges: where a formula has a slope and where not."""

from mvcalc.smooth.check import check_smooth, slope_at
from mvcalc.smooth.sides import OneSided, one_sided

__all__ = ["OneSided", "check_smooth", "one_sided", "slope_at"]
