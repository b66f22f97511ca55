"""Declared exceptions from the audit: in the lecture, with a reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Exempt:
    """One finding that is meant to be so; a lecture lists these in its class attribute ``exempt``.

    ::

        class Sweep(LectureScene[Params, Facts]):
            exempt = (
                Exempt("crossing", "the tangent is read at the label it points to", beat="sweep"),
            )

    Attributes:
        check: name of the check, as a finding shows it.
        reason: why it is right; shown in the review.
        beat: only in this beat; empty for all.
        part: only where a part whose name contains this text is concerned; empty for all.
    """

    check: str
    reason: str
    beat: str = ""
    part: str = ""

    def __post_init__(self) -> None:
        if len(self.reason.split()) < 3:
            raise ValueError(f"an exemption from {self.check!r} needs a reason in words")

    def covers(self, check: str, beat: str, parts: tuple[str, ...]) -> bool:
        """Whether a finding of this check, in this beat, about these parts is meant."""
        return (
            check == self.check
            and self.beat in ("", beat)
            and (not self.part or any(self.part in name for name in parts))
        )
