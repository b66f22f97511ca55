"""Colours as the audit sees them: roles, neutral surfaces, contrast, and what is foreign."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from scenes.stage import theme
from scenes.stage.theme import Role

RGB = NDArray[np.float64]  # 0..1, shape (3,) or (..., 3)
TEXT_CONTRAST: Final = 4.45  # 4.5:1; the last digit pays for rounding to 256 levels
MARK_CONTRAST: Final = 2.95  # 3:1
FURNITURE: Final = frozenset({Role.TEXT, Role.SECONDARY, Role.GRID})
MOST_ROLES: Final = 5
_NEAR: Final = 6 / 255
_PART: Final = 0.3  # a blend of a role and the background counts as the role from this share


def rgb(colour: str) -> RGB:
    """``#RRGGBB`` as three numbers from 0 to 1."""
    return np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])


_SURFACES: Final = tuple(rgb(c) for c in (theme.BACKGROUND, theme.PANEL))
_RAMP: Final = tuple(rgb(c) for c in theme.RAMP)
_ROLES: Final = {role: rgb(colour) for role, colour in theme.COLOURS.items()}


def _between(colour: RGB, start: RGB, end: RGB) -> float | None:
    """Where a colour lies on the way from start to end (0..1), or None if it is not on it."""
    way = end - start
    share = float(np.clip(np.dot(colour - start, way) / np.dot(way, way), 0, 1))
    return share if float(np.abs(start + share * way - colour).max()) <= _NEAR else None


def is_surface(colour: RGB) -> bool:
    """Background, panel, or a step of the map of heights."""
    if any(float(np.abs(colour - surface).max()) <= _NEAR for surface in _SURFACES):
        return True
    return _between(colour, *_RAMP) is not None and not _is(colour, Role.GRID)


def _is(colour: RGB, role: Role) -> bool:
    return float(np.abs(colour - _ROLES[role]).max()) <= 2 / 255


def role_of(colour: RGB) -> Role | None:
    """The role a colour stands for, dimmed towards the background or not; None if foreign."""
    for role in _ROLES:
        if _is(colour, role):
            return role
    best: tuple[float, Role] | None = None
    for role, full in _ROLES.items():
        for surface in _SURFACES:
            share = _between(colour, surface, full)
            if share is not None and share >= _PART and (best is None or share > best[0]):
                best = (share, role)
    return best[1] if best else None


def is_foreign(colour: RGB) -> bool:
    """Neither a surface nor a role nor a dimmed role."""
    if is_surface(colour) or role_of(colour) is not None:
        return False
    dimmed = (_between(colour, s, full) for s in _SURFACES for full in _ROLES.values())
    return all(share is None for share in dimmed)


def luminance(colour: RGB) -> RGB:
    """Relative luminance (WCAG 2.2), shape (...,)."""
    linear = np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]))


def contrast(one: RGB, other: RGB) -> RGB:
    """Contrast ratio (WCAG 2.2) of colours of shapes (..., 3), from 1 to 21."""
    a, b = luminance(one), luminance(other)
    return (np.maximum(a, b) + 0.05) / (np.minimum(a, b) + 0.05)


def foreign_share(frame: NDArray[np.uint8]) -> float:
    """Share of a frame (h, w, 3) strongly coloured in a hue no role has; every fourth pixel."""
    levels = frame[::2, ::2].reshape(-1, 3).astype(float) / 255
    chroma = levels.max(axis=1) - levels.min(axis=1)
    strong = levels[chroma > 0.25]
    if not len(strong):
        return 0.0
    known = np.array([_hue(c[None])[0] for c in _ROLES.values() if np.ptp(c) > 0.1])
    away = np.abs((_hue(strong)[:, None] - known[None, :] + 180) % 360 - 180).min(axis=1)
    return float(np.count_nonzero(away > 16)) / len(levels)


def _hue(colours: RGB) -> RGB:
    """Hue in degrees of colours of shape (n, 3)."""
    red, green, blue = colours.T
    return np.degrees(np.arctan2(np.sqrt(3) * (green - blue), 2 * red - green - blue)) % 360
