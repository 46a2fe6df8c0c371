"""Components that tag spans: drugs, posology, guideline references, services and sites."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from imrnlp.reading import Passage, Reading, Stage, publish_mentions
from imrnlp.tag.drugs import find_drugs
from imrnlp.tag.mentions import Mention
from imrnlp.tag.posology import find_posology
from imrnlp.tag.services import find_services
from imrnlp.tag.sites import find_sites

if TYPE_CHECKING:
    from spacy.tokens import Doc

# Directions stand near their drug: this many characters after its name are read for them.
_DIRECTIONS = 120


def passages(reading: Reading) -> Iterator[Passage]:
    """What the taggers read: the patient's story, the requests and the rationales."""
    if reading.summary.text:
        yield reading.summary
    yield from reading.requests
    yield from reading.rationales


def shifted(mentions: list[Any], offset: int) -> list[Any]:
    """The same mentions with offsets moved from a passage to the flow."""
    for mention in mentions:
        mention.start += offset
        mention.end += offset
    return mentions


class _Tagger(Stage):
    """Collects mentions in ``reading.facts`` under the tagger's own name."""

    name = ""

    def find(self, passage: Passage) -> list[Mention]:
        """The passage's mentions; offsets are into its text.  None by default."""
        return []

    def read(self, reading: Reading) -> None:
        """Nothing: the stages that assemble the record tag the passages they read themselves."""

    def publish(self, doc: Doc, reading: Reading) -> None:
        found = [m for p in passages(reading) for m in shifted(self.find(p), p.start)]
        publish_mentions(doc, reading, found)


class Drugs(_Tagger):
    """Tags ``DRUG`` entities; ``fuzzy`` also finds misspelled names outside the rationale."""

    labels = ("DRUG",)

    def __init__(self, fuzzy: bool = True):
        self.fuzzy = fuzzy

    def find(self, passage: Passage) -> list[Mention]:
        return list(find_drugs(passage.text, fuzzy=self.fuzzy and passage.section != "rationale"))

    def publish(self, doc: Doc, reading: Reading) -> None:
        found: list[Any] = [m for p in passages(reading) for m in shifted(self.find(p), p.start)]
        reading.drugs = found
        for mention, span in zip(found, publish_mentions(doc, reading, found), strict=False):
            span.kb_id_ = mention.rxcui or ""
            span.id_ = mention.name


class PosologyTagger(_Tagger):
    """Tags ``STRENGTH``, ``FORM``, ``ROUTE``, ``FREQUENCY``, ``DURATION``, ``QUANTITY`` and ``REFILLS``.

    Requests are read whole; in the patient's story the directions that follow a drug are.
    """

    labels = ("STRENGTH", "FORM", "ROUTE", "FREQUENCY", "DURATION", "QUANTITY", "REFILLS")

    def publish(self, doc: Doc, reading: Reading) -> None:
        found: list[Mention] = []
        for passage in passages(reading):
            if passage.section == "rationale":
                continue
            if passage.section == "request":
                windows = [(0, len(passage.text))]
            else:
                ends = [
                    d.end - passage.start
                    for d in reading.drugs
                    if 0 <= d.end - passage.start <= len(passage.text)
                ]
                windows = _merged([(end, min(end + _DIRECTIONS, len(passage.text))) for end in ends])
            for start, end in windows:
                found += shifted(list(find_posology(passage.text[start:end])), passage.start + start)
        publish_mentions(doc, reading, found)


def _merged(windows: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(windows):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


class Services(_Tagger):
    """Tags ``PROCEDURE`` and ``BODY_SITE`` in the requests and the patient's story."""

    labels = ("PROCEDURE", "BODY_SITE")

    def find(self, passage: Passage) -> list[Mention]:
        if passage.section == "rationale":
            return []
        return [*find_services(passage.text), *find_sites(passage.text)]
