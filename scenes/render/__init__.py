"""The renderer: draws any Manim scene and encodes it, segment by segment."""

from scenes.render.encoder import Segment
from scenes.render.errors import RenderError
from scenes.render.fast import Renderer
from scenes.render.stock import StockRenderer

__all__ = ["RenderError", "Renderer", "Segment", "StockRenderer"]
