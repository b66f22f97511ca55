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

from scripts.pipeline.compare import LIMIT, compare
from scripts.pipeline.sources import PROJECT
from scripts.pipeline.store import replace_text

ROOT: Final = PROJECT / "tests" / "frames"
CANDIDATES: Final = PROJECT / "tests" / "output" / "frames"
MOST_BYTES: Final = 25_000
MANIFEST: Final = "manifest.json"
WEBP: Final = ".webp"
AVIF: Final = ".avif"
QUALITIES: Final = (95, 90, 85, 80, 75, 70)
MOST_LOSS: Final = 0.9 * LIMIT
"""What shrinking a picture may cost, in levels. Exact sameness is told by the pixels' digest."""
_DRAWN_BY: Final = ("manim", "skia-python", "typst", "pycairo")


class TooLargeError(ValueError):
    """A picture does not fit the limit without a visible loss."""


def versions() -> dict[str, str]:
    """Versions of what draws, the system's cairo included."""
    import cairo

    found = {name: importlib.metadata.version(name) for name in _DRAWN_BY}
    return {**found, "cairo": str(cairo.cairo_version_string())}


def encode(image: Image.Image) -> tuple[str, bytes]:
    """A frame as a small file: its suffix and its bytes.

    WebP without loss where that is small enough; else, for shaded surfaces and maps, AVIF of the
    best quality that is, with all its colour resolution (thin coloured lines need it).

    Raises:
        TooLargeError: it cannot be made small enough without a difference.
    """
    frame = image.convert("RGB")
    data = _file(frame, "WEBP", lossless=True, quality=100, method=4)
    if len(data) <= MOST_BYTES:
        return WEBP, data
    for quality in QUALITIES:
        data = _file(frame, "AVIF", quality=quality, subsampling="4:4:4", range="full", speed=4)
        if len(data) <= MOST_BYTES:
            loss = compare(decode(data), frame).worst
            if loss > MOST_LOSS:
                raise TooLargeError(f"in {MOST_BYTES} bytes the picture loses {loss:.1f} levels")
            return AVIF, data
    raise TooLargeError(f"the picture takes {len(data)} bytes, more than {MOST_BYTES}")


def decode(data: bytes) -> Image.Image:
    """The picture in a file's bytes."""
    return Image.open(io.BytesIO(data)).convert("RGB")


def pixels(image: Image.Image) -> str:
    """Digest of a frame's exact pixels."""
    return _sha(image.convert("RGB").tobytes())


def _file(image: Image.Image, form: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
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
        shrunk = self.folder / f"{beat}{AVIF}"
        return shrunk if shrunk.exists() else self.folder / f"{beat}{WEBP}"

    def exactly(self, beat: str, image: Image.Image) -> bool:
        """Whether a frame is, to the last bit, the one that was accepted."""
        record = self._read().get("beats", {}).get(beat, {})
        whole = record.get("sha256") == _sha(self.path(beat).read_bytes())
        return bool(whole and record.get("pixels") == pixels(image))

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
        suffix, data = encode(image)
        self.folder.mkdir(parents=True, exist_ok=True)
        part = self.folder / f".{beat}.part"
        part.write_bytes(data)
        self.path(beat).unlink(missing_ok=True)
        part.replace(self.folder / f"{beat}{suffix}")
        kept = self._read().get("beats", {})
        kept[beat] = {"bytes": len(data), "sha256": _sha(data), "pixels": pixels(image)}
        beats = {name: kept[name] for name in order if name in kept}
        record = {"size": list(image.size), "versions": versions(), "beats": beats}
        replace_text(self._manifest, json.dumps(record, indent=1) + "\n")
        for path in self.pictures():  # of beats that the lecture no longer has
            if path.stem not in beats:
                path.unlink()

    def pictures(self) -> tuple[Path, ...]:
        """The files of all pictures."""
        return tuple(sorted(p for p in self.folder.glob("*") if p.suffix in (WEBP, AVIF)))

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
