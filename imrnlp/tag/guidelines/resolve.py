"""References that a passage points to instead of naming: "same as above", "the guidelines used by …"."""

from __future__ import annotations

from imrnlp.record import GuidelineReference
from imrnlp.tag.guidelines.citations import Citations


def resolve(slots: list[tuple[Citations, Citations]]) -> None:
    """Fills, in place, the slots that point to another one; ``slots`` are the items' in letter order.

    Each item has a pair: the claims administrator's citations and the reviewer's.  A reviewer who found
    the claims administrator's guidelines appropriate cites the same; "same as above" is the nearest
    passage before that names a document.  Copies keep the original's text and offsets.
    """
    above: list[GuidelineReference] = []
    for claims, imr in slots:
        if claims.same_as_above:
            _copy(above, claims)
        if claims.references:
            above = claims.references
        if imr.same_as_claims_administrator:
            _copy(claims.references, imr)
        elif imr.same_as_above:
            _copy(claims.references or above, imr)
        if imr.references:
            above = imr.references


def _copy(references: list[GuidelineReference], to: Citations) -> None:
    """Puts copies before what the passage names itself; a document named there is not repeated."""
    own = {(r.source, r.title, r.chapter) for r in to.references}
    to.references[:0] = [
        r.model_copy(update={"topics": [*r.topics], "pages": [*r.pages]})
        for r in references
        if (r.source, r.title, r.chapter) not in own
    ]
