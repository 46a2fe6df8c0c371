"""Turns spans of other components into mentions; what imrnlp's lexicons know about their words is added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imrnlp.tag.drugs import find_drugs
from imrnlp.tag.mentions import (
    ConditionMention,
    DrugMention,
    Mention,
    Posology,
    ServiceMention,
    SiteMention,
)
from imrnlp.tag.posology import find_posology
from imrnlp.tag.services import find_services
from imrnlp.tag.sites import find_sites

if TYPE_CHECKING:
    from spacy.tokens import Span

    from imrnlp.tag.passages import Passage


def mention_of(label: str, span: Span, passage: Passage, start: int, end: int) -> Mention:
    """The ``span`` of another component as a mention of ``label`` at ``[start, end)`` of ``passage``."""
    text = passage.text[start:end]
    if label == "DRUG":
        return drug(text, start, code=span.kb_id_, name=span.id_)
    if label == "DIAGNOSIS":
        found = condition(text, start)
        if span.kb_id_:
            found.icd10cm, found.linked = span.kb_id_, True
        return found
    if label == "PROCEDURE":
        return _service(text, start)
    if label == "BODY_SITE":
        return _site(text, start)
    return _posology(label, text, start)


def drug(text: str, start: int, code: str = "", name: str = "") -> DrugMention:
    """A drug of these words; ``name`` its ingredient and ``code`` its RxCUI where the span has them.

    >>> drug("Norco", 0).name, drug("Foobarex", 0).name
    ('hydrocodone/acetaminophen', 'foobarex')
    """
    known = next(iter(find_drugs(text)), None)
    return DrugMention(
        "DRUG",
        start,
        start + len(text),
        text,
        name=name or (known.name if known else " ".join(text.lower().split())),
        brand=known.brand if known else None,
        rxcui=code or (known.rxcui if known else None),
        drug_class=known.drug_class if known else "other_drugs",
        form=known.form if known else None,
        route=known.route if known else None,
        release=known.release if known else None,
        ingredients=known.ingredients if known else (),
    )


def condition(text: str, start: int) -> ConditionMention:
    """A condition of these words: its site and side are read by the site tagger.

    >>> condition("left knee strain", 0).laterality
    'left'
    """
    sites = find_sites(text)
    sides = {site.laterality for site in sites if site.laterality}
    named = [site.site for site in sites if site.site and not site.levels]
    return ConditionMention(
        "DIAGNOSIS",
        start,
        start + len(text),
        text,
        name=" ".join(text.lower().split()),
        laterality=sides.pop() if len(sides) == 1 else None,
        body_site=named[0] if len(named) == 1 else None,
        levels=tuple(level for site in sites for level in site.levels),
        foreign=True,
    )


def _service(text: str, start: int) -> ServiceMention:
    known = next(iter(find_services(text)), None)
    if known is None:
        return ServiceMention("PROCEDURE", start, start + len(text), text)
    return ServiceMention(
        "PROCEDURE", start, start + len(text), text, known.category, known.subcategory, known.term
    )


def _site(text: str, start: int) -> SiteMention:
    known = next(iter(find_sites(text)), None)
    if known is None:
        return SiteMention("BODY_SITE", start, start + len(text), text, site=text)
    return SiteMention(
        "BODY_SITE", start, start + len(text), text, known.site, known.laterality, known.levels
    )


def _posology(label: str, text: str, start: int) -> Posology:
    known = next((p for p in find_posology(text) if p.label == label), None)
    value = known.value if known else ([] if label == "STRENGTH" else None)
    return Posology(label, start, start + len(text), text, value, known.unit if known else None)
