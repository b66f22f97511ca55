"""Joining segments into one MP4 without decoding them, with chapters and a caption track.

The container work is PyAV's (``av``); caption samples are 3GPP timed text (``mov_text``): a
16-bit length and the text in UTF-8.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenes.stage.record import Caption

if TYPE_CHECKING:
    from av import Packet
    from av.container import OutputContainer
    from av.subtitles.stream import SubtitleStream
    from av.video.stream import VideoStream

MILLISECOND = Fraction(1, 1000)
# mov_text takes its default style from an ASS header; players use their own style anyway.
_STYLE = b"""[Script Info]
ScriptType: v4.00+
PlayResX: 1280
PlayResY: 720

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, \
Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, \
Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Sans,32,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,0

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A title that starts a segment of so many frames."""

    title: str
    segment: Path
    frames: int


class MuxError(RuntimeError):
    """The segments do not fit together; the message says which."""


def join(path: Path, chapters: Sequence[Chapter], fps: int, captions: Sequence[Caption]) -> None:
    """Write one MP4, its index first (faststart), the same bytes for the same input.

    Args:
        path: the file to write.
        chapters: in order; their segments must have the same size, rate and codec settings.
        fps: frames per second of every segment.
        captions: seconds from the start of the whole.

    Raises:
        MuxError: a segment is damaged, of another kind, or of another length than stated.
        OSError: the file cannot be written.
    """
    import av

    try:
        _join(path, chapters, fps, captions)
    except av.error.FFmpegError as error:
        if isinstance(error, OSError):
            raise
        raise MuxError(str(error)) from error


def _join(path: Path, chapters: Sequence[Chapter], fps: int, captions: Sequence[Caption]) -> None:
    import av

    options = {"movflags": "+faststart", "fflags": "+bitexact"}
    with av.open(str(path), "w", format="mp4", options=options) as out:
        with av.open(str(chapters[0].segment)) as first:
            video = out.add_stream_from_template(first.streams.video[0])
        track = _caption_track(out) if captions else None
        out.set_chapters(_marks(chapters, fps))
        waiting = list(captions)
        for packet in _packets(chapters, fps, video):
            while track is not None and waiting and _seconds(packet) >= waiting[0].start:
                out.mux_one(_sample(waiting.pop(0), track))
            out.mux_one(packet)
        for caption in waiting:
            assert track is not None
            out.mux_one(_sample(caption, track))


def _packets(chapters: Sequence[Chapter], fps: int, video: VideoStream) -> Iterator[Packet[Any]]:
    import av

    offset = Fraction(0)
    expected: Any = None
    for chapter in chapters:
        with av.open(str(chapter.segment)) as segment:
            stream = segment.streams.video[0]
            context = stream.codec_context
            kind = (context.name, context.width, context.height, bytes(context.extradata or b""))
            if expected not in (None, kind):
                raise MuxError(f"{chapter.segment} was encoded with other settings")
            expected = kind
            length = Fraction(chapter.frames, fps)
            end = Fraction(0)
            for packet in segment.demux(stream):
                if packet.dts is None or packet.pts is None:  # the empty packet at the end
                    continue
                base = packet.time_base
                end = max(end, (packet.pts + (packet.duration or 0)) * base)
                shift = offset / base
                packet.pts += round(shift)
                packet.dts += round(shift)
                packet.stream = video
                yield packet
            if abs(end - length) > Fraction(1, 2 * fps):
                raise MuxError(f"{chapter.segment} lasts {float(end)} s, not {float(length)} s")
            offset += length


def _marks(chapters: Sequence[Chapter], fps: int) -> list[Any]:
    marks, start = [], 0
    for number, chapter in enumerate(chapters, 1):
        end = start + chapter.frames
        marks.append(
            {
                "id": number,
                "time_base": Fraction(1, fps),
                "start": start,
                "end": end,
                "metadata": {"title": chapter.title},
            }
        )
        start = end
    return marks


def _caption_track(out: OutputContainer) -> SubtitleStream:
    track = out.add_stream("mov_text")
    track.codec_context.subtitle_header = _STYLE
    track.time_base = MILLISECOND
    track.metadata["language"] = "eng"
    return track


def _sample(caption: Caption, track: SubtitleStream) -> Packet[Any]:
    from av import Packet

    text = caption.text.encode("utf-8")[:65535]
    sample = Packet(len(text).to_bytes(2, "big") + text)
    sample.stream = track
    sample.time_base = MILLISECOND
    sample.pts = sample.dts = round(caption.start * 1000)
    sample.duration = round(caption.end * 1000) - sample.pts
    return sample


def _seconds(packet: Packet[Any]) -> float:
    return float((packet.pts or 0) * packet.time_base)
