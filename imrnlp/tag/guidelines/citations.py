"""What one citation passage says: its references, and what it says in place of one."""

from __future__ import annotations

from dataclasses import dataclass, field

from imrnlp.record import GuidelineReference, Warning


@dataclass(slots=True)
class Citations:
    """The words after "Claims Administrator guideline:" or "MAXIMUS guideline:", read.

    ``none_cited``: the passage says that no guideline or evidence was cited.
    ``same_as_claims_administrator``: the reviewer found the claims administrator's guidelines appropriate.
    ``same_as_above``: the passage points to the one before it.  Offsets are into the text given.
    """

    references: list[GuidelineReference] = field(default_factory=list)
    none_cited: bool = False
    same_as_claims_administrator: bool = False
    same_as_above: bool = False
    warnings: list[Warning] = field(default_factory=list)
