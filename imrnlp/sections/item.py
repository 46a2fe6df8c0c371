"""One disputed item: where its words, outcome, citations and rationale stand in the source."""

from __future__ import annotations

from dataclasses import dataclass, field

from imrnlp.record import Warning

#: Source offsets, end exclusive.
Span = tuple[int, int]


@dataclass(slots=True)
class Item:
    """One disputed item; every span is source offsets, ``None`` where the letter has no such part."""

    request: Span
    outcome: str = "unknown"
    claims_administrator: list[Span] = field(default_factory=list)
    imr: list[Span] = field(default_factory=list)
    rationale: Span | None = None
    number: int = 0
    #: What the letter contradicts itself in about this item; offsets are source offsets.
    warnings: list[Warning] = field(default_factory=list)
