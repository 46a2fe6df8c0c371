"""One disputed item: where its words, outcome, citations and rationale stand in the source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from imrnlp.record import Warning
from imrnlp.text.strings import Span


@dataclass(slots=True)
class Item:
    """One disputed item; every span is source offsets, ``None`` where the letter has no such part."""

    request: Span
    outcome: str = "unknown"
    claims_administrator: list[Span] = field(default_factory=list)
    imr: list[Span] = field(default_factory=list)
    rationale: Span | None = None
    number: int = 0
    #: Whether its words stand in a running sentence, which tells of the patient too.
    running: bool = False
    #: What the letter contradicts itself in about this item; offsets are source offsets.
    warnings: list[Warning] = field(default_factory=list)

    def moved(self, to: Callable[[int, int], Span]) -> Item:
        """The same item with every span moved by ``to``."""
        for warning in self.warnings:
            if warning.start is not None and warning.end is not None:
                warning.start, warning.end = to(warning.start, warning.end)
        return Item(
            request=to(*self.request),
            outcome=self.outcome,
            claims_administrator=[to(*span) for span in self.claims_administrator],
            imr=[to(*span) for span in self.imr],
            rationale=to(*self.rationale) if self.rationale else None,
            number=self.number,
            running=self.running,
            warnings=self.warnings,
        )
