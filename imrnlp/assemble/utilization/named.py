"""The services and drugs that a text names.  They show which words of a decision are its item."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from imrnlp.tag.drugs import find_drugs
from imrnlp.tag.mentions import DrugMention, ServiceMention
from imrnlp.tag.passages import Passage
from imrnlp.tag.services import find_services

#: Start, end and kind: a service's subcategory, or ``drug``.
Name = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Named:
    """Names in text order, with offsets into the text."""

    names: list[Name]

    @classmethod
    def of(cls, text: str | Passage) -> Named:
        """The names of a passage; what nobody tags in it is looked for here, since the words are cut by it.

        >>> Named.of("MRI and Norco").names
        [(0, 3, 'mri'), (8, 13, 'drug')]
        """
        passage = Passage.of(text)
        tagged = passage.taggers
        services = passage.services if tagged.services else find_services(passage.text)
        drugs = passage.drugs if tagged.drugs else find_drugs(passage.text)
        return cls(_sorted(services, drugs))

    def within(self, start: int, end: int) -> Named:
        """The names that begin in ``[start, end)``, with offsets from ``start``."""
        return Named([(a - start, b - start, kind) for a, b, kind in self._between(start, end)])

    def between(self, start: int, end: int) -> bool:
        """Whether a name begins in ``[start, end)``."""
        return bool(self._between(start, end))

    def _between(self, start: int, end: int) -> list[Name]:
        low, high = bisect_left(self.names, (start,)), bisect_left(self.names, (end,))
        return self.names[low:high]


def _sorted(services: Iterable[ServiceMention], drugs: Iterable[DrugMention]) -> list[Name]:
    return sorted(
        [(m.start, m.end, m.subcategory) for m in services] + [(m.start, m.end, "drug") for m in drugs]
    )
