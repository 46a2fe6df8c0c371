"""Components that tag spans: drugs, posology, services and sites.

``read`` sets the tagger.  A passage is tagged once, when assembly or ``publish`` first needs its mentions.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from imrnlp.assemble.medications import drugs_of_sentences
from imrnlp.components.added import AddedTerm, AddedTerms, Saved
from imrnlp.components.base import Stage
from imrnlp.components.foreign import drug
from imrnlp.reading import Reading
from imrnlp.tag.drugs import find_drugs
from imrnlp.tag.mentions import DrugMention, Mention, Posology, ServiceMention
from imrnlp.tag.passages import Passage
from imrnlp.tag.posology import find_posology
from imrnlp.tag.prescription import directions
from imrnlp.tag.services import find_services
from imrnlp.tag.taggers import RATIONALE

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from imrnlp.components.board import Board


M = TypeVar("M", bound=Mention)


def in_place(mentions: Iterable[Mention], passage: Passage) -> list[tuple[Mention, Passage | None]]:
    """The mentions with the passage that they are of."""
    return [(mention, passage) for mention in mentions]


class WithTerms(Saved, Stage):
    """A component to which terms can be added; see :mod:`imrnlp.components.added`."""

    def __init__(self, terms: Iterable[Any] | None = None):
        self.terms = AddedTerms(self.labels[0], terms)

    def add(self, rows: Iterable[Any]) -> None:
        """Adds terms: strings, dicts, or medspaCy ``TargetRule`` objects."""
        self.terms.add(rows)

    def rows(self) -> list[Any]:
        return self.terms.rows

    def restore(self, rows: list[Any]) -> None:
        self.terms = AddedTerms(self.labels[0], rows)


def with_added(found: list[M], added: list[M]) -> list[M]:
    """``found`` together with the user's own terms, which replace the mentions that they overlap."""
    if not added:
        return found
    kept = [m for m in found if all(m.end <= a.start or a.end <= m.start for a in added)]
    return sorted([*kept, *added], key=lambda m: m.start)


class Drugs(WithTerms):
    """Tags ``DRUG`` entities; ``fuzzy`` also finds misspelled names outside the rationale."""

    labels = ("DRUG",)

    def __init__(self, fuzzy: bool = True, terms: Iterable[Any] | None = None):
        super().__init__(terms)
        self.fuzzy = fuzzy

    def find(self, passage: Passage) -> list[DrugMention]:
        text = passage.text
        found = find_drugs(text, fuzzy=self.fuzzy and passage.section != RATIONALE)
        return with_added(found, [_drug(text[a:b], a, term) for a, b, term in self.terms.find(text)])

    def read(self, reading: Reading) -> None:
        reading.taggers.drugs = self.find

    def publish(self, doc: Doc, reading: Reading, board: Board) -> None:
        board.show(doc, reading, [pair for p in reading.passages for pair in in_place(p.drugs, p)])


def _drug(text: str, start: int, term: AddedTerm) -> DrugMention:
    mention = drug(text, start, term.get("rxcui", ""), term.get("name", ""))
    mention.brand = term.get("brand", mention.brand)
    mention.drug_class = term.get("class", mention.drug_class)
    return mention


class PosologyTagger(Stage):
    """Tags ``STRENGTH``, ``FORM``, ``ROUTE``, ``FREQUENCY``, ``DURATION``, ``QUANTITY`` and ``REFILLS``.

    It reads whole requests, and in the patient's story the words behind a drug.
    """

    labels = ("STRENGTH", "FORM", "ROUTE", "FREQUENCY", "DURATION", "QUANTITY", "REFILLS")

    def read(self, reading: Reading) -> None:
        reading.taggers.posology = find_posology

    def publish(self, doc: Doc, reading: Reading, board: Board) -> None:
        found: list[tuple[Mention, Passage | None]] = []
        for passage in reading.passages:
            if passage.section == "request":
                stated = passage.posology
            elif passage.section == RATIONALE:
                continue
            else:
                stated = _behind_drugs(passage)
            found += in_place([m for m in stated if m.label in self.labels], passage)
        board.show(doc, reading, found)


def _behind_drugs(passage: Passage) -> list[Posology]:
    found: list[Posology] = []
    for offset, end, drugs in drugs_of_sentences(passage):
        for named, first, last in directions(passage.text[offset:end], drugs):
            if last > named.end:
                found += passage.posology_in(first + offset, last + offset)
    return found


class Services(WithTerms):
    """Tags ``PROCEDURE`` and ``BODY_SITE`` in the requests and the patient's story.

    The record's categories depend on this component, its body sites do not.
    """

    labels = ("PROCEDURE", "BODY_SITE")

    def read(self, reading: Reading) -> None:
        reading.taggers.services = self.find

    def find(self, text: str) -> list[ServiceMention]:
        added = [_service(text[a:b], a, term) for a, b, term in self.terms.find(text)]
        return with_added(find_services(text), added)

    def publish(self, doc: Doc, reading: Reading, board: Board) -> None:
        found = [
            pair
            for passage in reading.passages
            if passage.section != RATIONALE
            for pair in in_place([*passage.services, *passage.sites], passage)
        ]
        board.show(doc, reading, found)


def _service(text: str, start: int, term: AddedTerm) -> ServiceMention:
    category, subcategory = term.get("category", "other"), term.get("subcategory", "other")
    return ServiceMention("PROCEDURE", start, start + len(text), text, category, subcategory)
