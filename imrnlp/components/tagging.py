"""Components that tag spans: drugs, posology, services and sites.

``read`` names the tagger; a passage is tagged when its mentions are first asked for, by assembly or by
``publish``, and once.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from imrnlp.assemble.medications import drugs_of_sentences
from imrnlp.components.base import Stage
from imrnlp.reading import Reading
from imrnlp.tag.drugs import find_drugs
from imrnlp.tag.mentions import DrugMention, Mention, Posology
from imrnlp.tag.passages import Passage
from imrnlp.tag.posology import find_posology
from imrnlp.tag.prescription import directions
from imrnlp.tag.services import find_services
from imrnlp.tag.taggers import RATIONALE

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from imrnlp.components.board import Board


def in_place(mentions: Iterable[Mention], passage: Passage) -> list[tuple[Mention, Passage | None]]:
    """The mentions with the passage that they are of."""
    return [(mention, passage) for mention in mentions]


class Drugs(Stage):
    """Tags ``DRUG`` entities; ``fuzzy`` also finds misspelled names outside the rationale."""

    labels = ("DRUG",)

    def __init__(self, fuzzy: bool = True):
        self.fuzzy = fuzzy

    def find(self, passage: Passage) -> list[DrugMention]:
        return find_drugs(passage.text, fuzzy=self.fuzzy and passage.section != RATIONALE)

    def read(self, reading: Reading) -> None:
        reading.taggers.drugs = self.find

    def publish(self, doc: Doc, reading: Reading, board: Board) -> None:
        board.show(doc, reading, [pair for p in reading.passages for pair in in_place(p.drugs, p)])


class PosologyTagger(Stage):
    """Tags ``STRENGTH``, ``FORM``, ``ROUTE``, ``FREQUENCY``, ``DURATION``, ``QUANTITY`` and ``REFILLS``.

    Requests are read whole; in the patient's story the directions that follow a drug are.
    """

    labels = ("STRENGTH", "FORM", "ROUTE", "FREQUENCY", "DURATION", "QUANTITY", "REFILLS")

    def read(self, reading: Reading) -> None:
        reading.taggers.posology = find_posology

    def publish(self, doc: Doc, reading: Reading, board: Board) -> None:
        found: list[tuple[Mention, Passage | None]] = []
        for passage in reading.passages:
            if passage.section == "request":
                told = passage.posology
            elif passage.section == RATIONALE:
                continue
            else:
                told = _behind_drugs(passage)
            found += in_place([m for m in told if m.label in self.labels], passage)
        board.show(doc, reading, found)


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

    def publish(self, doc: Doc, reading: Reading, board: Board) -> None:
        found = [
            pair
            for passage in reading.passages
            if passage.section != RATIONALE
            for pair in in_place([*passage.services, *passage.sites], passage)
        ]
        board.show(doc, reading, found)
