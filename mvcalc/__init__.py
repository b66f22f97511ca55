"""Exact derivatives, gradient paths, Taylor series, backprop flows and regression fits.

Importing the package costs nothing: each name is loaded when it is first used.
"""
