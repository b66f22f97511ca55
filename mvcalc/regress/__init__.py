"""Regression: exact linear least squares, and nonlinear fits with proved minima."""

from mvcalc.regress.fit import Fit
from mvcalc.regress.linear import line, ols, polyfit, polynomial, wls
from mvcalc.regress.nonlinear import (
    METHODS,
    gauss_newton,
    gradient_descent,
    levenberg_marquardt,
)
from mvcalc.regress.path import FitPath, FitStep
from mvcalc.regress.table import Data, parse_csv, read_csv

__all__ = [
    "METHODS",
    "Data",
    "Fit",
    "FitPath",
    "FitStep",
    "gauss_newton",
    "gradient_descent",
    "levenberg_marquardt",
    "line",
    "ols",
    "parse_csv",
    "polyfit",
    "polynomial",
    "read_csv",
    "wls",
]
