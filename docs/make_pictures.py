"""Makes the pictures of the README from the lectures themselves."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PIL import Image

from scenes.draw import draw
from scenes.stage.record import DrawRequest

FRAMES = (
    ("rise-over-run", "secant"),
    ("gradient-and-contours", "directions"),
    ("hessian-and-curvature", "other"),
    ("backprop-flow", "edges"),
    ("gradient-descent", "walk"),
    ("lagrange-multipliers", "kiss"),
)
WIDTH, HEIGHT, COLUMNS, GAP = 640, 360, 2, 6
OUT = Path(__file__).parent / "pictures" / "lectures.png"


def main() -> None:
    """Draw one still of each lecture and put them side by side."""
    rows = -(-len(FRAMES) // COLUMNS)
    size = (COLUMNS * (WIDTH + GAP) - GAP, rows * (HEIGHT + GAP) - GAP)
    sheet = Image.new("RGB", size, "#7C8798")
    for index, (slug, beat) in enumerate(FRAMES):
        with tempfile.TemporaryDirectory() as folder:
            request = DrawRequest(slug, {}, 1920, 1080, 30, Path(folder), (beat,), "off")
            still = Image.open(draw(request).beats[0].still).convert("RGB")
            frame = still.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        column, row = index % COLUMNS, index // COLUMNS
        sheet.paste(frame, (column * (WIDTH + GAP), row * (HEIGHT + GAP)))
    OUT.parent.mkdir(exist_ok=True)
    sheet.quantize(128).save(OUT, optimize=True)


if __name__ == "__main__":
    main()
