"""Tests of the command and its pipeline."""
