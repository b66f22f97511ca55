"""Checks of whole lectures: ``lecture check``, with presets and random parameters."""

from scripts.pipeline.audit.check import run_check

__all__ = ["run_check"]
