"""Components that tag spans: drugs, posology, services and sites.

``read`` names the tagger; a passage is tagged when its mentions are first asked for, by assembly or by
``publish``, and once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from imrnlp.assemble.medications import drugs_of_sentences
from imrnlp.reading import Reading, Stage, publish_mentions
from imrnlp.tag.drugs import find_drugs
from imrnlp.tag.mentions import DrugMention, Mention, Posology
from imrnlp.tag.passages import Passage
from imrnlp.tag.posology import find_posology
from imrnlp.tag.prescription import directions
from imrnlp.tag.services import find_services
from imrnlp.tag.taggers import RATIONALE

if TYPE_CHECKING:
    from spacy.tokens import Doc


def in_flow(mentions: list[Mention], passage: Passage) -> list[Mention]:
    """The mentions as light objects with flow offsets."""
    return [Mention(m.label, m.start + passage.start, m.end + passage.start, m.text) for m in mentions]


class Drugs(Stage):
    """Tags ``DRUG`` entities; ``fuzzy`` also finds misspelled names outside the rationale."""

    labels = ("DRUG",)

    def __init__(self, fuzzy: bool = True):
        self.fuzzy = fuzzy

    def find(self, passage: Passage) -> list[DrugMention]:
        return find_drugs(passage.text, fuzzy=self.fuzzy and passage.section != RATIONALE)

    def read(self, reading: Reading) -> None:
        reading.taggers.drugs = self.find

    def publish(self, doc: Doc, reading: Reading) -> None:
        found = [drug for passage in reading.passages for drug in passage.drugs]
        places: list[Mention] = [m for p in reading.passages for m in in_flow([*p.drugs], p)]
        for mention, span in zip(found, publish_mentions(doc, reading, places), strict=False):
            span.kb_id_ = mention.rxcui or ""
            span.id_ = mention.name


class PosologyTagger(Stage):
    """Tags ``STRENGTH``, ``FORM``, ``ROUTE``, ``FREQUENCY``, ``DURATION``, ``QUANTITY`` and ``REFILLS``.

    Requests are read whole; in the patient's story the directions that follow a drug are.
    """

    labels = ("STRENGTH", "FORM", "ROUTE", "FREQUENCY", "DURATION", "QUANTITY", "REFILLS")

    def read(self, reading: Reading) -> None:
        reading.taggers.posology = find_posology

    def publish(self, doc: Doc, reading: Reading) -> None:
        found: list[Mention] = []
        for passage in reading.passages:
            if passage.section == "request":
                told = passage.posology
            elif passage.section == RATIONALE:
                continue
            else:
                told = _behind_drugs(passage)
            found += in_flow([m for m in told if m.label in self.labels], passage)
        publish_mentions(doc, reading, found)


def _behind_drugs(passage: Passage) -> list[Posology]:
    found: list[Posology] = []
    for offset, end, drugs in drugs_of_sentences(passage):
        for drug, first, last in directions(passage.text[offset:end], drugs):
            if last > drug.end:
                found += passage.posology_in(first + offset, last + offset)
    return found


class Services(Stage):
    """Tags ``PROCEDURE`` and ``BODY_SITE`` in the requests and the patient's story.

    The record's body sites do not hang on this component, its categories of services do.
    """

    labels = ("PROCEDURE", "BODY_SITE")

    def read(self, reading: Reading) -> None:
        reading.taggers.services = find_services

    def publish(self, doc: Doc, reading: Reading) -> None:
        found = [
            mention
            for passage in reading.passages
            if passage.section != RATIONALE
            for mention in in_flow([*passage.services, *passage.sites], passage)
        ]
        publish_mentions(doc, reading, found)
