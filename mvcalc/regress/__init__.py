"""Regression: exact linear least squares, nonlinear fits with proved minima, logistic fits."""

from mvcalc.regress.chisquare import Chi2, chi2
from mvcalc.regress.diagnostics import Diagnostics, Kind, Note, bend_test, diagnostics
from mvcalc.regress.fit import Fit
from mvcalc.regress.gaussian import gaussian_fit, gaussian_model, moments
from mvcalc.regress.likelihood import cost_grid
from mvcalc.regress.linear import line, ols, polyfit, polynomial, wls
from mvcalc.regress.logistic import LogisticFit, LogisticStep, logistic
from mvcalc.regress.nonlinear import (
    METHODS,
    damped_step,
    gauss_newton,
    gradient_descent,
    levenberg_marquardt,
)
from mvcalc.regress.path import FitPath, FitStep
from mvcalc.regress.prediction import Prediction, Resamples, band, predict, resample, simulate
from mvcalc.regress.presets import PRESETS, preset
from mvcalc.regress.table import Data, parse_csv, read_csv
from mvcalc.regress.uncertainty import (
    ONE_SIGMA,
    Ellipse,
    confidence_ellipse,
    interval,
)

__all__ = [
    "METHODS",
    "ONE_SIGMA",
    "PRESETS",
    "Chi2",
    "Data",
    "Diagnostics",
    "Ellipse",
    "Fit",
    "FitPath",
    "FitStep",
    "Kind",
    "LogisticFit",
    "LogisticStep",
    "Note",
    "Prediction",
    "Resamples",
    "band",
    "bend_test",
    "chi2",
    "confidence_ellipse",
    "cost_grid",
    "damped_step",
    "diagnostics",
    "gauss_newton",
    "gaussian_fit",
    "gaussian_model",
    "gradient_descent",
    "interval",
    "levenberg_marquardt",
    "line",
    "logistic",
    "moments",
    "ols",
    "parse_csv",
    "polyfit",
    "polynomial",
    "predict",
    "preset",
    "read_csv",
    "resample",
    "simulate",
    "wls",
]
