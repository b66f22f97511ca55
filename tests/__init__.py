"""Tests; a package so that what tests share has one name everywhere."""
