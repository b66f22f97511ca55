"""Typst source to glyph outlines: one compile, labels included, bars as real outlines.

A label ``{{ expr : name }}`` becomes a text fill of its own colour, which changes no layout and
comes back in the SVG beside each glyph; nested and repeated labels need no further compile. The
compiler is kept, so that a formula costs about a millisecond and can follow a moving number.
Fraction and root bars are turned into filled outlines: their width is the typesetter's at every
resolution.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final, Literal
from xml.etree import ElementTree as ET

import numpy as np
import numpy.typing as npt
import svgelements as se
import typst

Points = npt.NDArray[np.float64]
Mode = Literal["math", "text"]

_LABEL: Final = re.compile(r"\s:\s*([A-Za-z][A-Za-z0-9_-]*)\s*$")
_BASELINE: Final = 0xFFFFFF
_EM: Final = 10.0
_SVG: Final = "{http://www.w3.org/2000/svg}"
_HREF: Final = "{http://www.w3.org/1999/xlink}href"
_PREAMBLE: Final = (
    "#set page(width: {width}, height: auto, margin: 0pt, fill: none)\n"
    '#set text(font: "New Computer Modern", size: 10pt, fill: rgb("#000000"), hyphenate: false)\n'
    "#set par(leading: 0.65em, justify: false)\n"
    "#set align({align})\n"
    "#show math.equation: math.display\n"
    "#let lab(c, ..parts) = text(fill: c, parts.pos().join($,$))\n"
)


@dataclass(frozen=True, slots=True)
class Glyph:
    """One outline: cubic Bézier points, shape (4n, 3), in ems; baseline at y = 0, y upwards."""

    points: Points
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """A typeset formula or text, in ems."""

    glyphs: tuple[Glyph, ...]
    width: float


class TypesetError(ValueError):
    """The source is not Typst; a fault of the program, not of its user."""


@dataclass(slots=True)
class _Labels:
    """Paths of nested label names; the index of a path is its colour."""

    paths: list[tuple[str, ...]]

    def colour(self, path: tuple[str, ...]) -> str:
        self.paths.append(path)
        return f"#{len(self.paths) - 1:06x}"


def _mark(source: str, labels: _Labels, path: tuple[str, ...], mode: Mode) -> str:
    """Replace ``{{ body : name }}`` by a fill colour, innermost colours winning."""
    out: list[str] = []
    position = 0
    while (start := source.find("{{", position)) >= 0:
        end = _closing(source, start)
        body = source[start + 2 : end]
        found = _LABEL.search(body)
        if not found:
            raise TypesetError(f"label without a name in {source!r}")
        inner = (*path, found.group(1))
        colour = labels.colour(inner)
        marked = _mark(body[: found.start()].strip(), labels, inner, mode)
        out.append(source[position:start])
        if mode == "math":
            out.append(f'lab(#rgb("{colour}"), {marked})')
        else:
            out.append(f'#text(fill: rgb("{colour}"))[{marked}]')
        position = end + 2
    out.append(source[position:])
    return "".join(out)


def _closing(source: str, start: int) -> int:
    depth, position = 0, start
    while position < len(source):
        if source.startswith("{{", position):
            depth, position = depth + 1, position + 2
        elif source.startswith("}}", position):
            depth -= 1
            if depth == 0:
                return position
            position += 2
        else:
            position += 1
    raise TypesetError(f"unclosed label in {source!r}")


def quote(text: str) -> str:
    """Text as a Typst expression that shows it literally, whatever it holds."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'#("{escaped}")'


@cache
def _compiler() -> typst.Compiler:
    # Only the fonts that Typst carries: the same picture on every machine.
    return typst.Compiler(ignore_system_fonts=True)


@lru_cache(maxsize=4096)
def typeset(
    source: str, mode: Mode = "math", width: float | None = None, align: str = "left"
) -> Setting:
    """Typeset Typst mathematics or markup; ``width`` in ems wraps text.

    Raises:
        TypesetError: the source does not compile.
    """
    labels = _Labels([()])
    marked = _mark(source, labels, (), mode)
    page = "auto" if width is None else f"{width * _EM:.3f}pt"
    body = f"${marked}$" if mode == "math" else marked
    # A speck on the baseline, apart from the mathematics so that it changes no spacing there.
    speck = f'#text(size: 0.01pt, fill: rgb("#{_BASELINE:06x}"))[.]'
    document = _PREAMBLE.format(width=page, align=align) + speck + body
    try:
        svg = _compiler().compile(input=document.encode(), format="svg")
    except typst.TypstError as error:
        raise TypesetError(f"{error}: {source!r}") from error
    pages = svg if isinstance(svg, list) else [svg]
    if not pages or pages[0] is None:
        raise TypesetError(f"nothing was set: {source!r}")
    return _read(pages[0], labels)


def _read(svg: bytes, labels: _Labels) -> Setting:
    root = ET.fromstring(svg)
    symbols = {
        symbol.get("id", ""): symbol.findall(f"{_SVG}path") for symbol in root.iter(f"{_SVG}symbol")
    }
    found: list[tuple[Points, int]] = []
    _walk(root, se.Matrix(), symbols, found)
    specks = [points for points, mark in found if mark == _BASELINE]
    baseline = float(specks[0][:, 1].max()) if specks else 0.0
    glyphs = []
    for points, mark in found:
        if mark == _BASELINE:
            continue
        placed = np.zeros((len(points), 3))
        placed[:, 0] = points[:, 0] / _EM
        placed[:, 1] = (baseline - points[:, 1]) / _EM
        placed.setflags(write=False)
        glyphs.append(Glyph(placed, labels.paths[mark] if mark < len(labels.paths) else ()))
    return Setting(tuple(glyphs), float(root.get("width", "0pt")[:-2]) / _EM)


def _walk(
    element: ET.Element,
    matrix: se.Matrix,
    symbols: dict[str, list[ET.Element]],
    found: list[tuple[Points, int]],
) -> None:
    for child in element:
        if child.tag == f"{_SVG}defs":
            continue
        own = child.get("transform")
        here = se.Matrix(own) * matrix if own else matrix
        if child.tag == f"{_SVG}use":
            name = child.get(_HREF, "")[1:]
            shift = np.array([float(child.get("x", "0")), float(child.get("y", "0"))])
            for path in symbols.get(name, []):
                outline = _outline(path.get("d", "")) + shift
                if len(outline):
                    found.append((_apply(here, outline), _ink(child.get("fill"))))
        elif child.tag == f"{_SVG}path":
            found.extend(_drawn(child, here))
        else:
            _walk(child, here, symbols, found)


def _drawn(path: ET.Element, matrix: se.Matrix) -> list[tuple[Points, int]]:
    """A path outside the glyphs: a fill as it is, a stroked bar as its outline."""
    data = path.get("d", "")
    if (fill := path.get("fill", "none")) != "none":
        outline = _outline(data)
        return [(_apply(matrix, outline), _ink(fill))] if len(outline) else []
    ends = _outline(data)
    if not len(ends):
        return []
    half = float(path.get("stroke-width", "0.5")) / 2
    bars = []
    for start, end in zip(ends[0::4], ends[3::4], strict=True):
        along = end - start
        length = float(np.hypot(*along))
        if length == 0:
            continue
        side = np.array([-along[1], along[0]]) / length * half
        corners = [start + side, end + side, end - side, start - side, start + side]
        bars.append(np.concatenate([_line(a, b) for a, b in pairwise(corners)]))
    mark = _ink(path.get("stroke"))
    return [(_apply(matrix, bar), mark) for bar in bars]


def _ink(colour: str | None) -> int:
    return int(colour[1:7], 16) if colour and colour.startswith("#") else 0


def _apply(matrix: se.Matrix, points: Points) -> Points:
    linear = np.array([[matrix.a, matrix.c], [matrix.b, matrix.d]], dtype=float)
    return points @ linear.T + np.array([matrix.e, matrix.f], dtype=float)


def _line(a: Points, b: Points) -> Points:
    return np.array([a, a + (b - a) / 3, a + (b - a) * 2 / 3, b])


@lru_cache(maxsize=2048)
def _outline(data: str) -> Points:
    """Cubic points, shape (4n, 2), of an SVG path."""
    curves: list[Points] = []
    for segment in se.Path(data):
        if isinstance(segment, se.Move) or segment.start is None or segment.end is None:
            continue
        a, b = _xy(segment.start), _xy(segment.end)
        if isinstance(segment, se.CubicBezier):
            curves.append(np.array([a, _xy(segment.control1), _xy(segment.control2), b]))
        elif isinstance(segment, se.QuadraticBezier):
            c = _xy(segment.control)
            curves.append(np.array([a, a + (c - a) * 2 / 3, b + (c - b) * 2 / 3, b]))
        elif not np.allclose(a, b):
            curves.append(_line(a, b))
    return np.concatenate(curves) if curves else np.zeros((0, 2))


def _xy(point: se.Point) -> Points:
    return np.array([float(point.x), float(point.y)])
