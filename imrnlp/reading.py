"""One letter on its way from text to record: its sections, its passages and the mentions in them.

A :class:`Reading` is plain text and light objects, without a Doc.  The pipeline's components name its taggers
(:class:`imrnlp.tag.taggers.Taggers`); its passages are tagged when their mentions are first asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from imrnlp.record import Letter, Warning
from imrnlp.sections.items import Item, read_items
from imrnlp.sections.items import Span as SourceSpan
from imrnlp.sections.layout import Section, Structure, read_structure, unsectioned
from imrnlp.sections.running import find_running_heads
from imrnlp.sections.wording import RequestWording, own_wording
from imrnlp.tag.abbreviations import defined_abbreviations
from imrnlp.tag.guidelines import Citations, resolve_citations
from imrnlp.tag.mentions import ConditionMention
from imrnlp.tag.passages import Passage
from imrnlp.tag.subjects import own_words, without_others
from imrnlp.tag.taggers import RATIONALE, Taggers
from imrnlp.text.flow import Flow
from imrnlp.text.normalize import normalize
from imrnlp.text.reflow import blanked, reflow

#: Names under which the layouts keep the patient's story.
SUMMARY = "clinical_case_summary"


@dataclass
class Reading:
    """Everything known about one letter.  Offsets are flow offsets, unless a name says ``source``."""

    source: str
    taggers: Taggers = field(default_factory=Taggers)
    warnings: list[Warning] = field(default_factory=list)
    letter: Letter | None = None
    #: Folders of lexicons that it is read by; see :mod:`imrnlp.lexicons.extra`.
    lexicons: tuple[str, ...] = ()
    #: Whether the layout and the sections are looked for; without them the letter is of an unknown layout.
    sectioned: bool = True

    # -- sections -----------------------------------------------------------------------------

    @cached_property
    def plain(self) -> Flow:
        """The source in one spelling: the text that all steps read."""
        return normalize(self.source)

    @cached_property
    def running_heads(self) -> list[tuple[int, int]]:
        return find_running_heads(self.plain.text)

    @cached_property
    def _view(self) -> str:
        """The plain text with running heads blanked to line breaks; offsets are the plain text's."""
        return blanked(self.plain.text, self.running_heads)

    @cached_property
    def _plain_structure(self) -> Structure:
        return read_structure(self._view) if self.sectioned else unsectioned(self._view)

    @cached_property
    def flow(self) -> Flow:
        return reflow(self.plain, self.running_heads)

    @cached_property
    def structure(self) -> Structure:
        structure = self._plain_structure
        return structure if self.plain.keeps_offsets else structure.moved(self.plain.to_source)

    @cached_property
    def items(self) -> list[Item]:
        items = read_items(self._view, self._plain_structure)
        return items if self.plain.keeps_offsets else [item.moved(self.plain.to_source) for item in items]

    # -- passages -----------------------------------------------------------------------------

    def passage(self, start: int, end: int, section: str = "") -> Passage:
        """The flowing text of the source span ``[start, end)``."""
        first, last = self.flow.from_source(start), self.flow.from_source(end)
        text = self.flow.text[first:last]
        stripped = text.lstrip()
        return Passage(stripped.rstrip(), first + len(text) - len(stripped), section, self.taggers)

    def section(self, name: str) -> Passage | None:
        found = self.structure.section(name)
        return self.passage(found.start, found.end, name) if found else None

    @cached_property
    def summary(self) -> Passage:
        """The patient's story.  Without a layout that marks it, this is what stands before the items.

        In an argument (layout ``dmhc``) it is all sentences about the patient, with the rest replaced by blanks; in
        the running text of an unknown layout it is everything except what is said of others.
        """
        if self.structure.layout == "dmhc":
            return self._argument
        found = self.section(SUMMARY)
        if found is None and self.structure.layout == "unknown":
            if not self.running:
                return self.passage(0, self.items[0].request[0], "text")
            whole = self.passage(0, len(self.source), "text")
            own = without_others(whole.text)
            return Passage(own, whole.start, "text", self.taggers, defined_abbreviations(whole.text))
        return found or Passage("", 0, SUMMARY, self.taggers)

    @cached_property
    def running(self) -> bool:
        """Whether the letter is one running text: an argument, or a text of no known layout without headed items."""
        layout = self.structure.layout
        return layout == "dmhc" or (
            layout == "unknown"
            and self.section(SUMMARY) is None
            and (
                all(item.running for item in self.items)
                or not self.source[: self.items[0].request[0]].strip()
            )
        )

    @cached_property
    def _argument(self) -> Passage:
        asked = self.items[0].request[0] if self.items else 0
        ends = [
            s.heading_start
            for s in self.structure.sections
            if s.name in ("final_result", "reviewer", "closing") and s.heading_start > asked
        ]
        whole = self.passage(0, min([len(self.source), *ends]), "findings")
        requests = [(p.start - whole.start, p.start - whole.start + len(p.text)) for p in self.requests]
        own = own_words(whole.text, requests)
        return Passage(own, whole.start, "findings", self.taggers, defined_abbreviations(whole.text))

    @cached_property
    def requests(self) -> list[Passage]:
        return [self.passage(*item.request, "request") for item in self.items]

    @cached_property
    def rationales(self) -> list[Passage]:
        return [self.passage(*item.rationale, RATIONALE) for item in self.items if item.rationale]

    @cached_property
    def wordings(self) -> list[RequestWording]:
        """Each item's own words, without what stands around them in its request."""
        return [own_wording(request) for request in self.requests]

    @cached_property
    def passages(self) -> list[Passage]:
        """What the taggers read: the patient's story, the items' words and the rationales."""
        parts = [part for wording in self.wordings for part in (wording.words, *wording.around)]
        story = [self.summary] if self.summary.text else []
        return [*story, *parts, *self.rationales]

    @property
    def conditions(self) -> list[ConditionMention]:
        """The conditions of the patient's story; offsets are into its text."""
        return self.summary.conditions

    @cached_property
    def citations(self) -> list[tuple[Citations, Citations]]:
        """Each item's citations, the claims administrator's and the reviewer's; offsets are flow offsets."""
        slots = [(self._cited(item.claims_administrator), self._cited(item.imr)) for item in self.items]
        resolve_citations(slots)
        return slots

    def _cited(self, spans: list[SourceSpan]) -> Citations:
        """What an item's citation passages say together."""
        merged = Citations()
        read = self.taggers.citations
        for span in spans if read else ():
            passage = self.passage(*span)
            citations = read(passage.text)  # type: ignore[misc]
            parts: list[Any] = [*citations.references, *citations.warnings]
            for part in parts:
                if part.start is not None:
                    part.start, part.end = part.start + passage.start, part.end + passage.start
            merged.add(citations)
        return merged

    # -- what others than the taggers find ------------------------------------------------------

    def holding(self, start: int, end: int) -> list[Passage]:
        """The passages that contain the flow span ``[start, end)`` and do not blank it out."""
        return [
            p
            for p in self.passages
            if p.start <= start
            and end <= p.start + len(p.text)
            and p.text[start - p.start : end - p.start] == self.flow.text[start:end]
        ]

    def resection(self, sections: list[Section]) -> None:
        """Replaces the sections by others (source offsets), for components that set their own.  Passages are made anew."""
        structure = self.structure
        for name in (
            "summary",
            "items",
            "requests",
            "rationales",
            "wordings",
            "passages",
            "citations",
            "_argument",
        ):
            self.__dict__.pop(name, None)
        self.structure = Structure(structure.layout, structure.spec, sections)

    # -- the way back to the source -------------------------------------------------------------

    def relocate(self, part: Any, offset: int = 0) -> Any:
        """Changes the offsets of a record part (or list) from passage to source, and its text with them.

        ``offset`` is where the passage begins in the flow.  The part is changed in place.
        """
        parts: Iterable[Any] = part if isinstance(part, list) else [part]
        for one in parts:
            if one.start is not None:
                start, end = self.flow.to_source(one.start + offset, one.end + offset)
                # Past pydantic's assignment hook: a letter has some hundred parts to move.
                fields = one.__dict__
                fields["start"], fields["end"] = start, end
                if "text" in fields:
                    fields["text"] = self.source[start:end]
        return part

    def warn(self, code: str, message: str, start: int | None = None, end: int | None = None) -> None:
        """Adds a warning; offsets are source offsets."""
        self.warnings.append(Warning(code=code, message=message, start=start, end=end))
