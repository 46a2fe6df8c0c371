"""Keeps a reading and its spaCy Doc in agreement: shows mentions on the Doc, and takes over what others change there.

The board remembers every span that imrnlp has shown.  When one of them is missing, when there is a span with
our label that is not ours, or when a code, an assertion or a sentence or section border has changed, another component did it, and that counts.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.attrs import ENT_IOB, ENT_KB_ID, ENT_TYPE, IDX, LENGTH, SENT_START
from spacy.tokens import Span, SpanGroup

from imrnlp.components.foreign import mention_of
from imrnlp.components.medspacy import FLAGS, UNDERSCORE, attributes_of_spans, flags
from imrnlp.reading import Reading
from imrnlp.sections.layout import Section
from imrnlp.tag.mentions import ConditionMention, DrugMention, Mention
from imrnlp.tag.passages import Passage
from imrnlp.text.strings import quoted

if TYPE_CHECKING:
    from spacy.tokens import Doc

#: Labels of mentions; every other label on a Doc is not read.
LABELS = (
    "DRUG", "STRENGTH", "FORM", "ROUTE", "FREQUENCY", "DURATION", "QUANTITY", "REFILLS", "DIAGNOSIS", "PROCEDURE",
    "BODY_SITE", "GUIDELINE",
)  # fmt: skip
#: The group of all mentions, overlapping ones too.
GROUP = "imr"
ASSERTIONS = ("present", "absent", "possible", "hypothetical", "historical", "family")

#: What is looked at of each token: the entities, then the sentences.
_COLUMNS = [ENT_IOB, ENT_TYPE, ENT_KB_ID, SENT_START]
_BOUNDS = _COLUMNS.index(SENT_START)

#: spaCy's word for "linked to nothing".
NIL = "NIL"

#: First and last token (end exclusive) and label of a span.
MentionKey = tuple[int, int, str]


@dataclass(slots=True)
class ShownMention:
    """A mention on the Doc, with the passage that it is of and whether it is among ``doc.ents``."""

    mention: Mention
    passage: Passage | None
    code: str = ""
    entity: bool = False
    foreign: bool = False


class Board:
    """See the module; one for a Doc."""

    def __init__(self, doc: Doc) -> None:
        places = doc.to_array([IDX, LENGTH]) if len(doc) else np.zeros((0, 2), dtype="uint64")
        self.starts: list[int] = places[:, 0].tolist()
        self._sizes = places[:, 1]
        self.shown: dict[MentionKey, ShownMention] = {}
        self.holders: dict[int, MentionKey] = {}
        #: What stood on the tokens when they were last looked at, see :data:`_COLUMNS`; ``None`` before that.
        self._columns: np.ndarray | None = None
        self._group: list[MentionKey] = []
        self._held: SpanGroup | None = None
        self._sections: list[tuple[int, int, str]] | None = None
        self._ignored: set[str] = set()
        self._taken: list[tuple[str, int, int]] = []
        self._assertions: dict[tuple[int, int], str] = {}

    # -- showing --------------------------------------------------------------------------------

    def place(self, reading: Reading, start: int, end: int) -> tuple[int, int]:
        """The tokens of the flow span, which is widened to whole ones."""
        first, last = reading.flow.to_source(start, end)
        return max(0, bisect_right(self.starts, first) - 1), bisect_left(self.starts, last)

    def show(self, doc: Doc, reading: Reading, found: Iterable[tuple[Mention, Passage | None]]) -> None:
        """Adds mentions to ``doc.spans["imr"]`` and to ``doc.ents``.

        Entities may not overlap: those that are there stay, except that a longer mention replaces
        shorter ones of imrnlp within it (a diagnosis replaces its body site).
        """
        new: dict[MentionKey, ShownMention] = {}
        for mention, passage in found:
            offset = passage.start if passage else 0
            first, last = self.place(reading, mention.start + offset, mention.end + offset)
            key = (first, last, mention.label)
            if last > first and key not in self.shown:
                new[key] = self.shown[key] = ShownMention(mention, passage, _code(mention))
        if not new:
            return
        spans = {key: _span(doc, key, mention) for key, mention in new.items()}
        self._to_group(doc, list(spans.values()))
        self._to_entities(doc, spans)
        self._remember(doc, [*self._group, *new])

    def _to_group(self, doc: Doc, spans: list[Span]) -> None:
        group = doc.spans.get(GROUP)
        if group is None:
            doc.spans[GROUP] = spans
        else:
            group.extend(spans)

    def _to_entities(self, doc: Doc, spans: Mapping[MentionKey, Span]) -> None:
        new: dict[MentionKey, Span] = {}
        holders = self.holders
        for key in sorted(spans, key=lambda k: (k[0] - k[1], k[0])):
            first, last, _ = key
            inside = {holders[i] for i in range(first, last) if i in holders}
            if not inside or all(self._gives_way(held, key) for held in inside):
                for held in inside:
                    new.pop(held, None)
                    if held in self.shown:
                        self.shown[held].entity = False
                for i in range(first, last):
                    holders[i] = key
                self.shown[key].entity = True
                new[key] = spans[key]
        if new:
            doc.set_ents(list(new.values()), default="unmodified")

    def _gives_way(self, held: MentionKey, to: MentionKey) -> bool:
        shorter = held[1] - held[0] < to[1] - to[0]
        known = self.shown.get(held)
        return to[0] <= held[0] and held[1] <= to[1] and shorter and known is not None and not known.foreign

    def recode(self, doc: Doc) -> None:
        """Writes the codes that mentions have got since they were shown (``kb_id_``)."""
        for key, condition in self.conditions():
            if condition.candidates:
                self._set(doc, self._place(key), "kb_ents", _plain(condition.candidates))
        changed = [(k, s) for k, s in self.shown.items() if s.code != _code(s.mention)]
        if not changed:
            return
        for key, shown in changed:
            shown.code = _code(shown.mention)
            mention = shown.mention
            if isinstance(mention, ConditionMention) and shown.code and not mention.candidates:
                self._set(doc, self._place(key), "kb_ents", [(shown.code, mention.icd10cm_score or 1.0)])
        spans = {key: _span(doc, key, shown) for key, shown in changed}
        doc.set_ents([spans[key] for key, shown in changed if shown.entity], default="unmodified")
        group = doc.spans.get(GROUP)
        if group is not None and len(group) == len(self._group):
            for i, key in enumerate(self._group):
                if key in spans:
                    group[i] = spans[key]
        self._remember(doc, self._group)

    def show_drug_candidates(self, doc: Doc, find: Callable[[str], Sequence[tuple[str, float]]]) -> None:
        """Sets ``_.kb_ents`` of the drugs on the Doc: what ``find`` gives for each one's name."""
        for key, shown in self.shown.items():
            if isinstance(shown.mention, DrugMention):
                self._set(doc, self._place(key), "kb_ents", _plain(find(shown.mention.name)))

    def conditions(self) -> list[tuple[MentionKey, ConditionMention]]:
        """The conditions on the Doc, where they stand."""
        return [(k, s.mention) for k, s in self.shown.items() if isinstance(s.mention, ConditionMention)]

    def _place(self, key: MentionKey) -> tuple[int, int]:
        """The first character of the span, and the one behind it."""
        last = key[1] - 1
        return self.starts[key[0]], self.starts[last] + int(self._sizes[last])

    @staticmethod
    def _set(doc: Doc, place: tuple[int, int], name: str, value: Any) -> None:
        """Sets ``_.name`` of the span at ``place``."""
        # As spaCy does it, which makes three objects for it.
        setter = Span.get_extension(name)[-1]
        span = doc.char_span(*place) if setter is not None else None
        if setter is not None and span is not None:
            setter(span, value)
        else:
            data: dict[Any, Any] = doc.user_data
            data[UNDERSCORE, name, *place] = value

    def show_assertions(self, doc: Doc) -> None:
        """Sets ``_.assertion`` of the conditions on the Doc, where it is not set yet."""
        attributes = attributes_of_spans(doc)
        for key, condition in self.conditions():
            place = self._place(key)
            if not condition.assertion:
                continue
            if attributes is None:
                if Span(doc, *key)._.assertion is None:
                    self.set_assertion(doc, place, condition.assertion)
            elif "assertion" not in (stated := attributes.setdefault(place, {})):
                stated["assertion"] = condition.assertion
                self.set_assertion(doc, place, condition.assertion)

    @staticmethod
    def without_assertion(doc: Doc, spans: Iterable[Span]) -> list[Span]:
        """Those of the spans whose assertion nobody has set."""
        attributes = attributes_of_spans(doc)
        if attributes is None:
            return [s for s in spans if s._.assertion is None]
        return [s for s in spans if "assertion" not in attributes.get((s.start_char, s.end_char), {})]

    def set_assertion(self, doc: Doc, place: tuple[int, int], assertion: str) -> None:
        """Sets the assertion that imrnlp itself found, of the span at ``place``."""
        self._set(doc, place, "assertion", assertion)
        flag = FLAGS.get(assertion)
        if flag:
            self._set(doc, place, flag, True)
        self._assertions[place] = assertion

    def absorb_assertions(self, doc: Doc, reading: Reading) -> None:
        """Copies assertions that other components have set or changed on the Doc to the conditions."""
        attributes = attributes_of_spans(doc)
        for key, condition in self.conditions():
            place = self._place(key)
            ours = self._assertions.get(place)
            if attributes is not None and attributes.get(place, {}) == _attributes(ours):
                continue
            span = Span(doc, *key)
            stated = span._.assertion
            if stated is None or stated == ours:
                # medspaCy says it by its flags.
                flagged = next(iter(flags(span)), "present")
                if flagged == (ours or "present"):
                    continue
                stated = flagged
                span._.assertion = stated
            if stated in ASSERTIONS:
                condition.assertion = stated
            else:
                reading.warn(
                    "assertion_unknown",
                    f"{quoted(str(stated))} is not an assertion ({', '.join(ASSERTIONS)}); it was ignored",
                    span.start_char,
                    span.end_char,
                )

    # -- absorbing ------------------------------------------------------------------------------

    def _remember(self, doc: Doc, group: list[MentionKey] | None = None) -> None:
        self._held = doc.spans.get(GROUP)
        self._columns = _columns(doc)
        self._group = _keys(self._held or ()) if group is None else group

    def bounds_shown(self, doc: Doc) -> None:
        """To be called when the sentences on the Doc are ours."""
        self._columns = _columns(doc)

    def sections_shown(self, doc: Doc) -> None:
        """To be called when the sections on the Doc are ours."""
        self._sections = _places(doc)

    def absorb(self, doc: Doc, reading: Reading, labels: Mapping[str, str] | None = None) -> None:
        """Copies what other components have changed on ``doc`` to ``reading``.

        ``labels`` says which labels of others are which of ours; with it, empty or not, every span is compared,
        without it the group's size.
        """
        self._absorb_sections(doc, reading)
        entities_same, bounds_same = self._look(doc)
        if not bounds_same:
            self._absorb_bounds(doc, reading)
        held = doc.spans.get(GROUP)
        same = held is self._held and len(held or ()) == len(self._group)
        if labels is None and same and entities_same:
            return
        group = _keys(held or ())
        if not labels and group == self._group and entities_same:
            return
        self._absorb_spans(doc, reading, labels or {}, group)
        self._remember(doc)

    def _look(self, doc: Doc) -> tuple[bool, bool]:
        """Whether the entities, and the sentences, are what they were when the tokens were last looked at."""
        before, now = self._columns, _columns(doc)
        self._columns = now
        if before is None or before.shape != now.shape:
            return False, False
        # As nearly always; to compare them column by column takes as long as to read them.
        if now.tobytes() == before.tobytes():
            return True, True
        same = (now == before).all(axis=0)
        return bool(same[:_BOUNDS].all()), bool(same[_BOUNDS])

    def _absorb_sections(self, doc: Doc, reading: Reading) -> None:
        if self._sections is None or (places := _places(doc)) == self._sections:
            return
        self._sections = places
        known = {(s.name, s.heading_start): s for s in reading.structure.sections}
        sections = []
        for start, end, name in places:
            old = known.get((name, start))
            body = old.start if old and old.start <= end else start
            sections.append(Section(name, start, body, end, old.key if old else ""))
        reading.resection(sections)
        self._rebind(reading)

    def _rebind(self, reading: Reading) -> None:
        """Finds the mentions on the Doc in passages that were made again, with what others have said of them."""
        for shown in self.shown.values():
            if shown.passage is None:
                continue
            start, end = shown.mention.start + shown.passage.start, shown.mention.end + shown.passage.start
            for passage in reading.holding(start, end):
                mention = replace(shown.mention, start=start - passage.start, end=end - passage.start)
                if shown.foreign or passage.has(mention):
                    passage.put(mention)
                    shown.mention, shown.passage = mention, passage
        for place in self._taken:
            _drop(reading, place)

    def _absorb_bounds(self, doc: Doc, reading: Reading) -> None:
        if not len(doc) or not doc.has_annotation("SENT_START"):
            return
        starts = sorted(
            {reading.flow.from_source(self.starts[i]) for i, token in enumerate(doc) if token.is_sent_start}
        )
        reading.taggers.sentences = lambda passage: _cut(passage, starts)
        for passage in reading.passages:
            passage.resplit()

    def _absorb_spans(
        self, doc: Doc, reading: Reading, labels: Mapping[str, str], group: list[MentionKey]
    ) -> None:
        entities = {(e.start, e.end, e.label_): e for e in doc.ents}
        grouped = set(group)
        for key, shown in list(self.shown.items()):
            if (shown.entity and key not in entities) or (not shown.foreign and key not in grouped):
                self._take_away(doc, reading, key, shown, key in grouped)
                entities.pop(key, None)
        for key, ent in entities.items():
            known = self.shown.get(key)
            if known is None:
                self._take_in(reading, ent, labels)
            else:
                known.entity = True
                if ent.kb_id_ != known.code:
                    known.code = ent.kb_id_
                    _recode(known.mention, ent.kb_id_)
        if group != self._group:
            for span in doc.spans[GROUP]:
                if (span.start, span.end, span.label_) not in self.shown:
                    self._take_in(reading, span, labels)
        self.holders = {i: key for key in entities for i in range(key[0], key[1])}

    def _take_away(
        self, doc: Doc, reading: Reading, key: MentionKey, shown: ShownMention, grouped: bool
    ) -> None:
        del self.shown[key]
        mention = shown.mention
        if shown.passage is not None:
            place = (mention.label, mention.start + shown.passage.start, mention.end + shown.passage.start)
            self._taken.append(place)
            _drop(reading, place)
        else:
            for slot in reading.citations:
                for citations in slot:
                    citations.references = [
                        r for r in citations.references if (r.start, r.end) != (mention.start, mention.end)
                    ]
        if grouped:
            doc.spans[GROUP] = [s for s in doc.spans[GROUP] if (s.start, s.end, s.label_) != key]
        else:
            doc.ents = [e for e in doc.ents if (e.start, e.end, e.label_) != key]

    def _take_in(self, reading: Reading, span: Span, labels: Mapping[str, str]) -> None:
        """Takes somebody else's span into the passages that hold it."""
        label = labels.get(span.label_, span.label_)
        if label not in LABELS:
            self._ignored.add(span.label_)
            return
        start, end = reading.flow.from_source(span.start_char), reading.flow.from_source(span.end_char)
        key = (span.start, span.end, span.label_)
        if label == "GUIDELINE":
            self._cite(reading, key, Mention(label, start, end, reading.flow.text[start:end]))
            return
        passages = reading.holding(start, end) if end > start else []
        if not passages:
            reading.warn(
                "entity_outside",
                f"{label} {quoted(span.text)} is not in a part of the letter that is read",
                span.start_char,
                span.end_char,
            )
            self.shown[key] = ShownMention(
                Mention(label, start, end, span.text), None, span.kb_id_, True, True
            )
            return
        for passage in passages:
            mention = mention_of(label, span, passage, start - passage.start, end - passage.start)
            passage.put(mention)
            self.shown[key] = ShownMention(mention, passage, span.kb_id_, True, True)

    def _cite(self, reading: Reading, key: MentionKey, mention: Mention) -> None:
        self.shown[key] = ShownMention(mention, None, "", True, True)
        read = reading.taggers.citations
        for item, (claims, imr) in zip(reading.items, reading.citations, strict=True):
            for spans, citations in ((item.claims_administrator, claims), (item.imr, imr)):
                if read is None or not any(_within(reading, mention, span) for span in spans):
                    continue
                for reference in read(mention.text).references:
                    reference.start += mention.start
                    reference.end += mention.start
                    clash = [
                        r for r in citations.references if r.start < reference.end and reference.start < r.end
                    ]
                    if not clash:
                        citations.references.append(reference)

    def ignored(self) -> list[str]:
        """The labels of entities that were not read, in order."""
        return sorted(self._ignored)


def _drop(reading: Reading, place: tuple[str, int, int]) -> None:
    label, start, end = place
    for passage in reading.holding(start, end):
        passage.drop(label, start - passage.start, end - passage.start)


def _within(reading: Reading, mention: Mention, span: tuple[int, int]) -> bool:
    passage = reading.passage(*span)
    return passage.start <= mention.start and mention.end <= passage.start + len(passage.text)


def _plain(candidates: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    """As scispaCy writes them, and as a Doc can be saved with them."""
    return [(code, score) for code, score in candidates]


def _code(mention: Mention) -> str:
    if isinstance(mention, DrugMention):
        return mention.rxcui or ""
    if isinstance(mention, ConditionMention):
        return mention.icd10cm or ""
    return ""


def _recode(mention: Mention, code: str) -> None:
    """Gives the mention somebody else's code; ``NIL`` takes ours away, an empty one says nothing."""
    if not code:
        return
    code = "" if code == NIL else code
    if isinstance(mention, DrugMention):
        mention.rxcui = code or None
    elif isinstance(mention, ConditionMention):
        mention.icd10cm, mention.icd10cm_score, mention.linked = code or None, None, True


def _attributes(assertion: str | None) -> dict[str, Any]:
    """The attributes of a span of which imrnlp said this, and nobody anything else."""
    if assertion is None:
        return {}
    flag = FLAGS.get(assertion)
    return {"assertion": assertion, flag: True} if flag else {"assertion": assertion}


def _span(doc: Doc, key: MentionKey, shown: ShownMention) -> Span:
    name = shown.mention.name if isinstance(shown.mention, DrugMention) else ""
    # An empty string is the number 0, which spaCy need not look up.
    return Span(doc, *key, kb_id=shown.code or 0, span_id=name or 0)


def _columns(doc: Doc) -> np.ndarray:
    """What the tokens say of entities and of sentences: one look at them for both."""
    return doc.to_array(_COLUMNS) if len(doc) else np.zeros((0, len(_COLUMNS)), dtype="uint64")


def _keys(spans: Iterable[Span]) -> list[MentionKey]:
    return [(s.start, s.end, s.label_) for s in spans]


def _places(doc: Doc) -> list[tuple[int, int, str]]:
    group = doc.spans.get("sections", ())
    return [(s.start_char, s.end_char, s.label_) for s in group]


def _cut(passage: Passage, starts: list[int]) -> tuple[tuple[int, int], ...]:
    """The passage's sentences, from where sentences start in the flow."""
    low, high = bisect_right(starts, passage.start), bisect_left(starts, passage.start + len(passage.text))
    edges = [0, *(at - passage.start for at in starts[low:high]), len(passage.text)]
    found = []
    for start, end in pairwise(edges):
        text = passage.text[start:end]
        first = start + len(text) - len(text.lstrip())
        last = start + len(text.rstrip())
        if last > first:
            found.append((first, last))
    return tuple(found)
