"""Passages: parts of a letter with the mentions in them, from which the record is assembled."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from imrnlp.tag.mentions import ConditionMention, DrugMention, Mention, Posology, ServiceMention, SiteMention
from imrnlp.tag.taggers import Taggers, default_taggers
from imrnlp.text.sentences import split_sentences
from imrnlp.text.strings import Span

_START = attrgetter("start")


@dataclass(slots=True, eq=False)
class Passage:
    """A stretch of flowing text with its place in the flow; mentions have offsets into ``text``.

    Each kind of mention is searched for once, when it is first needed.

    >>> passage = Passage("Norco 10/325mg #120", taggers=default_taggers())
    >>> [d.name for d in passage.drugs], [p.label for p in passage.posology]
    (['hydrocodone/acetaminophen'], ['STRENGTH', 'QUANTITY'])
    """

    text: str
    start: int = 0
    section: str = ""
    taggers: Taggers = field(default_factory=Taggers)
    #: Abbreviations that other parts of the letter define, with what they stand for.
    defined: Mapping[str, str] = field(default_factory=dict)
    _drugs: list[DrugMention] | None = None
    _services: list[ServiceMention] | None = None
    _sites: list[SiteMention] | None = None
    _conditions: list[ConditionMention] | None = None
    _posology: list[Posology] = field(default_factory=list)
    _read: list[Span] = field(default_factory=list)
    _foreign: list[Span] = field(default_factory=list)
    _sentences: tuple[Span, ...] | None = None

    @classmethod
    def of(cls, text: str | Passage) -> Passage:
        """``text`` as a passage of its own, read by the package's taggers; a passage as it is."""
        return text if isinstance(text, Passage) else cls(text, taggers=default_taggers())

    def part(self, start: int, end: int) -> Passage:
        """The passage of ``text[start:end]``."""
        return Passage(self.text[start:end], self.start + start, self.section, self.taggers)

    @property
    def sentences(self) -> tuple[Span, ...]:
        if self._sentences is None:
            cut = self.taggers.sentences
            self._sentences = cut(self) if cut else split_sentences(self.text)
        return self._sentences

    @property
    def drugs(self) -> list[DrugMention]:
        if self._drugs is None:
            tag = self.taggers.drugs
            self._drugs = tag(self) if tag and self.text else []
        return self._drugs

    @property
    def services(self) -> list[ServiceMention]:
        if self._services is None:
            tag = self.taggers.services
            self._services = tag(self.text) if tag and self.text else []
        return self._services

    @property
    def sites(self) -> list[SiteMention]:
        if self._sites is None:
            self._sites = self.taggers.sites(self.text) if self.text else []
        return self._sites

    @property
    def conditions(self) -> list[ConditionMention]:
        """Every mention of a condition, asserted where an ``assertion`` tagger is there."""
        if self._conditions is None:
            tag = self.taggers.conditions
            self._conditions = tag(self) if tag and self.text else []
        if self.taggers.assertion and any(c.assertion is None for c in self._conditions):
            self.taggers.assertion(self, self._conditions)
        return self._conditions

    # -- what others than the taggers find ------------------------------------------------------

    def put(self, mention: Mention) -> None:
        """Adds a mention from another component.  It replaces the mentions of its kind that it overlaps."""
        found = self._like(mention)
        found[:] = [m for m in found if m.end <= mention.start or mention.end <= m.start]
        insort(found, mention, key=_START)
        if found is self._posology:
            self._foreign.append((mention.start, mention.end))

    def resplit(self) -> None:
        """Forgets the sentences: their bounds have been changed."""
        self._sentences = None

    def drop(self, label: str, start: int, end: int) -> None:
        """Removes the mention of ``label`` at ``[start, end)``."""
        found = self._like(Mention(label, start, end, ""))
        found[:] = [m for m in found if (m.label, m.start, m.end) != (label, start, end)]

    def has(self, mention: Mention) -> bool:
        """Whether there is a mention with the same label and place."""
        place = (mention.label, mention.start, mention.end)
        return any((m.label, m.start, m.end) == place for m in self._like(mention))

    def _like(self, mention: Mention) -> list[Any]:
        """The list that holds mentions of this one's label."""
        if mention.label == "DRUG":
            return self.drugs
        if mention.label == "PROCEDURE":
            return self.services
        if mention.label == "BODY_SITE":
            return self.sites
        if mention.label == "DIAGNOSIS":
            return self.conditions
        return self._posology

    @property
    def posology(self) -> list[Posology]:
        """The posology of the whole passage."""
        return self.posology_in(0, len(self.text))

    def posology_in(self, start: int, end: int) -> list[Posology]:
        """The posology of ``[start, end)``, read now if it has not been read before.

        Of a patient's story only the words behind drugs are read: other numbers are not doses.
        """
        tag = self.taggers.posology
        if tag is not None:
            for first, last in self._unread(start, end):
                for mention in tag(self.text[first:last]):
                    mention.start += first
                    mention.end += first
                    if all(mention.end <= a or b <= mention.start for a, b in self._foreign):
                        insort(self._posology, mention, key=_START)
                insort(self._read, (first, last))
        low = bisect_left(self._posology, start, key=_START)
        high = bisect_left(self._posology, end, key=_START)
        return [m for m in self._posology[low:high] if m.end <= end]

    def _unread(self, start: int, end: int) -> list[Span]:
        unread = []
        for first, last in self._read:
            if last <= start or end <= first:
                continue
            if start < first:
                unread.append((start, first))
            start = max(start, last)
        return [*unread, (start, end)] if start < end else unread
