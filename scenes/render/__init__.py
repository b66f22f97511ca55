"""The renderer: draws any Manim scene and encodes it, segment by segment.

::

    renderer = Renderer(1920, 1080, 60)
    scene = SomeScene(renderer=renderer)
    renderer.start_segment(path)
    scene.play(...)
    segment = renderer.finish_segment()

``Renderer`` is fast, ``StockRenderer`` draws with Manim's own camera. Their frames are equal bit
for bit (`tests/scenes/render/test_stills.py`, `test_same_picture.py`), and differ from what the
`manim` command writes only in this:

- Stock Manim 0.22 fails on image mobjects with Pillow 13. Here Skia draws them.
- Stock Manim rounds each play to frames by itself. Here rounding does not add up: the time is the
  sum of what was asked for, to half a frame.
- An animation that is skipped ends with its updaters run, as when it is played.
- Video is tagged and converted as BT.709; stock Manim converts as BT.601 and does not say so.
"""

from scenes.render.encoder import Segment
from scenes.render.errors import RenderError
from scenes.render.fast import Renderer
from scenes.render.stock import StockRenderer

__all__ = ["RenderError", "Renderer", "Segment", "StockRenderer"]
