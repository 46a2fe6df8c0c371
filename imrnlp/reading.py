"""One letter on its way from text to record: what each stage has found so far.

Every pipeline component is a :class:`Stage`: its ``read`` works on a :class:`Reading`, plain text
and light objects, and its ``publish`` writes what it found to a spaCy Doc.  So a record can be made
without a Doc (``imrnlp extract``) or with one (``nlp(text)``), by the same code.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from imrnlp.record import Letter, Warning
from imrnlp.sections.items import Item, read_items
from imrnlp.sections.layout import Structure, read_structure
from imrnlp.sections.running import find_running_heads
from imrnlp.sections.wording import Wording, own_wording
from imrnlp.tag.mentions import ConditionMention, Mention
from imrnlp.tag.passages import Passage
from imrnlp.tag.subjects import own_words
from imrnlp.tag.taggers import RATIONALE, Taggers
from imrnlp.text.flow import Flow
from imrnlp.text.normalize import normalize
from imrnlp.text.reflow import blanked, reflow

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

KEY = "imrnlp.reading"
LETTER_KEY = "imrnlp.letter"

#: Names under which the layouts keep the patient's story.
SUMMARY = "clinical_case_summary"


@dataclass
class Reading:
    """What is known of one letter; offsets are flow offsets unless a name says ``source``."""

    source: str
    taggers: Taggers = field(default_factory=Taggers)
    conditions: list[ConditionMention] = field(default_factory=list)
    warnings: list[Warning] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    letter: Letter | None = None

    # -- sections -----------------------------------------------------------------------------

    @cached_property
    def plain(self) -> Flow:
        """The source in one spelling; what everything reads."""
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
        return read_structure(self._view)

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
        """The patient's story; what stands before the items where no layout says where it is.

        In an argument (layout ``dmhc``) it is what the whole of it says of the patient, with blanks for the rest.
        """
        if self.structure.layout == "dmhc":
            return self._argument
        found = self.section(SUMMARY)
        if found is None and self.structure.layout == "unknown":
            return self.passage(0, self.items[0].request[0] if self.items else len(self.source), "text")
        return found or Passage("", 0, SUMMARY, self.taggers)

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
        return Passage(own_words(whole.text, requests), whole.start, "findings", self.taggers)

    @cached_property
    def requests(self) -> list[Passage]:
        return [self.passage(*item.request, "request") for item in self.items]

    @cached_property
    def rationales(self) -> list[Passage]:
        return [self.passage(*item.rationale, RATIONALE) for item in self.items if item.rationale]

    @cached_property
    def wordings(self) -> list[Wording]:
        """Each item's own words, without what stands around them in its request."""
        return [own_wording(request) for request in self.requests]

    @cached_property
    def passages(self) -> list[Passage]:
        """What the taggers read: the patient's story, the items' words and the rationales."""
        parts = [part for wording in self.wordings for part in (wording.words, *wording.around)]
        story = [self.summary] if self.summary.text else []
        return [*story, *parts, *self.rationales]

    # -- the way back to the source -------------------------------------------------------------

    def relocate(self, part: Any, offset: int = 0) -> Any:
        """Moves a record part (or list) from passage offsets to the source's, text included.

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

    # -- spaCy ----------------------------------------------------------------------------------

    @classmethod
    def of(cls, doc: Doc) -> Reading:
        """The reading that travels with ``doc``; made anew when the Doc has none."""
        reading = doc.user_data.get(KEY)
        if not isinstance(reading, cls):
            reading = cls(doc.text)
            doc.user_data[KEY] = reading
        return reading

    def span(self, doc: Doc, start: int, end: int, label: str) -> Span | None:
        """The Doc's span of the flow span ``[start, end)``, widened to whole tokens."""
        first, last = self.flow.to_source(start, end)
        return doc.char_span(first, last, label=label, alignment_mode="expand")


class Stage(ABC):
    """A pipeline component of imrnlp: reads a letter's text, then publishes to the Doc.

    ``labels`` are the entity labels that it sets.
    """

    labels: tuple[str, ...] = ()

    @abstractmethod
    def read(self, reading: Reading) -> None:
        """Adds to ``reading`` what the stage is for."""

    def publish(self, doc: Doc, reading: Reading) -> None:  # noqa: B027 - a stage may only read
        """Writes what ``read`` found to ``doc``; nothing by default."""

    def __call__(self, doc: Doc) -> Doc:
        reading = Reading.of(doc)
        self.read(reading)
        self.publish(doc, reading)
        return doc


def publish_mentions(doc: Doc, reading: Reading, mentions: Iterable[Mention]) -> list[Span]:
    """Adds mentions to ``doc.spans["imr"]`` and to ``doc.ents``.

    Entities do not overlap: what stands there already stays, save that a longer mention takes the
    place of shorter ones of imrnlp inside it (a diagnosis that of its body site).
    """
    spans = [s for s in (reading.span(doc, m.start, m.end, m.label) for m in mentions) if s is not None]
    if not spans:
        return spans
    group = doc.spans.get("imr")
    if group is None:
        ours: set[tuple[int, int, str]] = set()
        doc.spans["imr"] = spans
    else:
        ours = {(s.start, s.end, s.label_) for s in group}
        group.extend(spans)
    holder: dict[int, Span] = {i: e for e in doc.ents for i in range(e.start, e.end)}
    ents = list(doc.ents)
    for span in sorted(spans, key=lambda s: (s.start - s.end, s.start)):
        inside = [holder[i] for i in range(span.start, span.end) if i in holder]
        replaceable = all(
            (e.start, e.end, e.label_) in ours and e.end - e.start < span.end - span.start
            for e in inside
            if span.start <= e.start and e.end <= span.end
        )
        if replaceable and all(span.start <= e.start and e.end <= span.end for e in inside):
            ents = [e for e in ents if e not in inside]
            ents.append(span)
            holder.update(dict.fromkeys(range(span.start, span.end), span))
    doc.ents = ents
    return spans
