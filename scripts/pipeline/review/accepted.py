"""The accepted pictures: one folder a lecture and preset, small files, a manifest of versions."""

from __future__ import annotations

import hashlib
import importlib.metadata
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from PIL import Image

from scripts.pipeline.compare import compare
from scripts.pipeline.sources import PROJECT
from scripts.pipeline.store import replace_text

ROOT: Final = PROJECT / "tests" / "frames"
CANDIDATES: Final = PROJECT / "tests" / "output" / "frames"
MOST_BYTES: Final = 25_000
MANIFEST: Final = "manifest.json"
_DRAWN_BY: Final = ("manim", "skia-python", "typst", "pycairo")


class TooLargeError(ValueError):
    """A picture does not fit the limit without a visible loss."""


def versions() -> dict[str, str]:
    """Versions of what draws, the system's cairo included."""
    import cairo

    found = {name: importlib.metadata.version(name) for name in _DRAWN_BY}
    return {**found, "cairo": str(cairo.cairo_version_string())}


def encode(image: Image.Image) -> bytes:
    """A frame as WebP without loss, with fewer colours if it would be too large.

    Raises:
        TooLargeError: it cannot be made small enough without a difference.
    """
    data = _webp(image.convert("RGB"))
    for colours in (256, 128, 64):
        if len(data) <= MOST_BYTES:
            break
        data = _webp(image.convert("RGB").quantize(colours, dither=Image.Dither.NONE))
    if len(data) > MOST_BYTES:
        raise TooLargeError(f"the picture takes {len(data)} bytes, more than {MOST_BYTES}")
    difference = compare(decode(data), image)
    if not difference.same:
        raise TooLargeError(f"the picture does not fit {MOST_BYTES} bytes: {difference.reason}")
    return data


def decode(data: bytes) -> Image.Image:
    """The picture in a file's bytes."""
    return Image.open(io.BytesIO(data)).convert("RGB")


def _webp(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.convert("RGB").save(out, "WEBP", lossless=True, quality=100, method=4)
    return out.getvalue()


class Accepted:
    """Accepted pictures of one lecture with one preset.

    Args:
        slug, preset: which.
        root: folder of all accepted pictures.
    """

    def __init__(self, slug: str, preset: str = "default", root: Path = ROOT) -> None:
        self.folder = root / slug / preset
        self._manifest = self.folder / MANIFEST

    @property
    def beats(self) -> tuple[str, ...]:
        """Beats with an accepted picture."""
        return tuple(self._read().get("beats", {}))

    def path(self, beat: str) -> Path:
        """The file of a beat's accepted picture."""
        return self.folder / f"{beat}.webp"

    def picture(self, beat: str) -> Image.Image | None:
        """The accepted picture of a beat, or None."""
        path = self.path(beat)
        return decode(path.read_bytes()) if path.exists() else None

    def other_versions(self) -> str:
        """What draws now in another version than when the pictures were accepted, in words."""
        then: Mapping[str, str] = self._read().get("versions", {})
        now = versions()
        changed = [
            f"{name} {then[name]} → {now[name]}"
            for name in now
            if name in then and then[name] != now[name]
        ]
        return ", ".join(changed)

    def damaged(self) -> tuple[str, ...]:
        """Beats whose file is missing or is not the one that was accepted."""
        return tuple(
            beat
            for beat, record in self._read().get("beats", {}).items()
            if not self.path(beat).exists()
            or _sha(self.path(beat).read_bytes()) != record["sha256"]
        )

    def promote(self, beat: str, image: Image.Image, order: tuple[str, ...]) -> None:
        """Accept a picture of one beat; ``order`` are all beats of the lecture.

        Raises:
            TooLargeError: see ``encode``.
        """
        data = encode(image)
        self.folder.mkdir(parents=True, exist_ok=True)
        part = self.folder / f".{beat}.webp.part"
        part.write_bytes(data)
        part.replace(self.path(beat))
        kept = self._read().get("beats", {})
        kept[beat] = {"bytes": len(data), "sha256": _sha(data)}
        beats = {name: kept[name] for name in order if name in kept}
        record = {"size": list(image.size), "versions": versions(), "beats": beats}
        replace_text(self._manifest, json.dumps(record, indent=1) + "\n")
        for path in self.folder.glob("*.webp"):  # of beats that the lecture no longer has
            if path.stem not in beats:
                path.unlink()

    def _read(self) -> dict[str, Any]:
        if not self._manifest.exists():
            return {}
        return dict(json.loads(self._manifest.read_text("utf-8")))


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def required(root: Path = ROOT) -> tuple[str, ...]:
    """Lectures whose pictures must be accepted: the file REQUIRED, one slug a line."""
    path = root / "REQUIRED"
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def with_pictures(root: Path = ROOT) -> tuple[str, ...]:
    """Lectures that have accepted pictures of their default preset."""
    return tuple(sorted(path.parent.parent.name for path in root.glob(f"*/default/{MANIFEST}")))
