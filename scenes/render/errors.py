"""What can go wrong while drawing or encoding, each said in one sentence."""

from __future__ import annotations


class RenderError(Exception):
    """A frame or a video file could not be made."""
