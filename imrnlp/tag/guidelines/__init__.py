"""Guideline references, as law and medicine cite them.

A small grammar, in the manner in which eyecite reads legal citations: :mod:`.patterns` makes the passage
comparable and holds the letters' standing formulas, which :mod:`.statements` reads (and resolves "same as
above"), :mod:`.documents` finds known documents by one exact multi-pattern matcher, :mod:`.groups` says
which names make one reference, :mod:`.references` reads each by :mod:`.known` or :mod:`.other` (journal
articles among them), with its :mod:`.chapters` and :mod:`.details` (pages, year, topics).
:mod:`.prose` reads references in sentences.
"""

from __future__ import annotations

from imrnlp.record import GuidelineReference
from imrnlp.tag.guidelines.prose import read_prose
from imrnlp.tag.guidelines.references import read_passage
from imrnlp.tag.guidelines.statements import Citations, resolve_citations
from imrnlp.text.normalize import normalize
from imrnlp.text.reflow import reflow

__all__ = ["Citations", "find_references", "parse_guidelines", "read_citations", "resolve_citations"]


def read_citations(flow_text: str) -> Citations:
    """What one citation passage says; ``flow_text`` is flowing text, offsets are into it.

    >>> read_citations("The Claims Administrator did not cite any medical evidence for its decision.")
    Citations(references=[], none_cited=True, same_as_claims_administrator=False, same_as_these=False, same_as_above=False, warnings=[])
    >>> read_citations("Decision based on MTUS Opioid Treatment 2016.").references
    [GuidelineReference(MTUS, Opioids Treatment Guidelines)]
    """
    return read_passage(flow_text)


def parse_guidelines(text: str) -> list[GuidelineReference]:
    """The guideline references of a citation's words, with ``text[ref.start:ref.end] == ref.text``.

    Raises ``TypeError`` for anything that is not a string; any string gives a list, empty when it cites
    nothing.

    >>> parse_guidelines("MTUS Chronic Pain Medical Treatment Guidelines Page(s): 78-80, 91")
    [GuidelineReference(MTUS, Chronic Pain Medical Treatment Guidelines, p. 78-80, 91)]
    """
    if not isinstance(text, str):
        raise TypeError(f"parse_guidelines takes a citation's words as str, not {type(text).__name__}")
    flow = reflow(normalize(text))
    references = read_citations(flow.text).references
    for reference in references:
        reference.start, reference.end = flow.to_source(reference.start, reference.end)
        reference.text = text[reference.start : reference.end]
    return references


def find_references(flow_text: str) -> list[GuidelineReference]:
    """Guideline references in a rationale's prose; offsets are into ``flow_text``.

    Known documents only, with the chapter, pages and headings that stand directly by them; a guideline
    that is said to be silent is no reference.

    >>> find_references("The MTUS is silent on this. Per ACOEM Chapter 12, page 303, imaging can wait.")
    [GuidelineReference(ACOEM, ACOEM Practice Guidelines, 12 (Low Back Complaints), p. 303)]
    """
    return read_prose(flow_text)
