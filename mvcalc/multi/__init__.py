"""Calculus of several variables."""

from mvcalc.multi.contours import ContourLevels, contour_levels
from mvcalc.multi.eigen import Eigenpair, eigen_sym
from mvcalc.multi.fields import Boundary, circulation, curl, div, flux, laplacian
from mvcalc.multi.routes import Route, Routes, total_derivative
from mvcalc.multi.slopes import (
    TangentPlane,
    curvature_along,
    directional,
    gradient,
    hessian,
    jacobian,
    mixed_partials,
    partial,
    tangent_plane,
    unit,
)

__all__ = [
    "Boundary",
    "ContourLevels",
    "Eigenpair",
    "Route",
    "Routes",
    "TangentPlane",
    "circulation",
    "contour_levels",
    "curl",
    "curvature_along",
    "directional",
    "div",
    "eigen_sym",
    "flux",
    "gradient",
    "hessian",
    "jacobian",
    "laplacian",
    "mixed_partials",
    "partial",
    "tangent_plane",
    "total_derivative",
    "unit",
]
