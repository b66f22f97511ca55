"""Just enough of H.264 (ITU-T H.264) to repeat a picture without encoding it again.

A P picture whose macroblocks are all skipped shows its reference unchanged. Such a picture does not
depend on what it repeats, so one is made once and put into a stream wherever the picture stands
still; only the running number of pictures (``frame_num``, clause 7.4.3) has to be counted on in the
slice headers of what follows. This holds for streams of one reference frame, without B-frames,
weighted prediction or interlacing, whose order of output is the order of decoding
(``pic_order_cnt_type`` 2), which is how :mod:`scenes.render.encoder` sets up x264.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

SLICE, IDR, SEI, SPS = 1, 5, 6, 7
_START = re.compile(rb"\x00\x00\x01")
# A byte is put between two zeros and a byte up to 3, so that no start code occurs by chance.
_GUARDED = re.compile(rb"\x00\x00(?=[\x00-\x03])")


def units(stream: bytes) -> Iterator[bytes]:
    """The network abstraction layer units of a byte stream, without start codes."""
    starts = [m.end() for m in _START.finditer(stream)]
    for begin, end in zip(starts, [*(s - 3 for s in starts[1:]), len(stream)], strict=True):
        yield stream[begin:end].rstrip(b"\x00") if end < len(stream) else stream[begin:end]


def kind(unit: bytes) -> int:
    """The ``nal_unit_type``."""
    return unit[0] & 31


class Bits:
    """Reads the bits of a unit's payload."""

    def __init__(self, unit: bytes) -> None:
        payload = unit[1:].replace(b"\x00\x00\x03", b"\x00\x00")
        self.length = 8 * len(payload)
        self.value = int.from_bytes(payload, "big")
        self.at = 0

    def take(self, count: int) -> int:
        """The next bits as an unsigned number."""
        self.at += count
        return (self.value >> (self.length - self.at)) & ((1 << count) - 1)

    def number(self) -> int:
        """The next Exp-Golomb number, ue(v)."""
        zeros = 0
        while not self.take(1):
            zeros += 1
        return (1 << zeros) - 1 + self.take(zeros)


def frame_num_bits(extradata: bytes) -> int:
    """How many bits ``frame_num`` has, from the sequence parameter set.

    Raises:
        ValueError: the stream is not of the kind this module can continue.
    """
    bits = Bits(next(u for u in units(extradata) if kind(u) == SPS)[:40])
    profile = bits.take(8)
    bits.take(16)
    bits.number()
    if profile >= 100:
        plain = bits.number() == 1 and not (bits.number() or bits.number())
        if not plain or bits.take(2):
            raise ValueError("only 8-bit 4:2:0 without scaling matrices can be continued")
    size = bits.number() + 4
    if bits.number() != 2:
        raise ValueError("only streams shown in the order of decoding can be continued")
    return size


def slice_of(packet: bytes) -> bytes:
    """The one slice of a packet.

    Raises:
        ValueError: there is not exactly one.
    """
    slices = [u for u in units(packet) if kind(u) in (SLICE, IDR)]
    if len(slices) != 1:
        raise ValueError(f"a packet has {len(slices)} slices, not 1")
    return slices[0]


def frame_num(unit: bytes, size: int) -> int:
    """The ``frame_num`` of a slice, ``size`` bits long."""
    bits = Bits(unit[:32])
    for _ in range(3):
        bits.number()
    return bits.take(size)


def renumbered(unit: bytes, size: int, value: int) -> bytes:
    """The same slice with another ``frame_num``."""
    bits = Bits(unit)
    for _ in range(3):
        bits.number()
    shift = bits.length - bits.at - size
    mask = ((1 << size) - 1) << shift
    changed = (bits.value & ~mask) | ((value % (1 << size)) << shift)
    payload = changed.to_bytes(bits.length // 8, "big")
    return unit[:1] + _GUARDED.sub(b"\x00\x00\x03", payload)


def packet(*parts: bytes) -> bytes:
    """Units as a byte stream."""
    return b"".join(b"\x00\x00\x00\x01" + unit for unit in parts)
