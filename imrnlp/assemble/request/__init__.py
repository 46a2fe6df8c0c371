"""Reads one disputed item's words into a Determination.

The item's own words are cut out by :mod:`imrnlp.sections.wording`; the drugs, numbers, services and sites in
them are the passage's mentions.  :mod:`.category` decides what kind of thing is requested, :mod:`.quantities`
how much of it, :mod:`.dates` when it was given, :mod:`.doubts` what is not sure.
"""

from __future__ import annotations

from typing import Any

from imrnlp.assemble.request.category import categorise
from imrnlp.assemble.request.dates import read_service_date
from imrnlp.assemble.request.doubts import doubts
from imrnlp.assemble.request.quantities import fill
from imrnlp.record import Determination, Warning
from imrnlp.sections.wording import MAX_REQUEST_CHARACTERS, RequestWording, own_wording
from imrnlp.tag.passages import Passage
from imrnlp.tag.posology import digit_slips
from imrnlp.tag.prescription import attach
from imrnlp.tag.services import procedure_codes
from imrnlp.tag.taggers import default_taggers
from imrnlp.text.normalize import normalize
from imrnlp.text.reflow import reflow
from imrnlp.text.strings import quoted

__all__ = ["parse_request", "read_request"]


def parse_request(text: str) -> Determination:
    """One disputed item's words as a Determination with outcome ``unknown``.

    Offsets (``start``, ``end`` and the drugs') are into ``text``.  Never raises for a string: what cannot
    be read is ``None`` with a warning.  Raises ``TypeError`` for anything that is not a string.

    >>> item = parse_request("Norco 10/325mg #120 with 2 refills")
    >>> item.drugs[0].name, item.quantity, item.refills, item.category, item.subcategory
    ('hydrocodone/acetaminophen', 120.0, 2, 'pharmaceuticals', 'opioids')
    """
    if not isinstance(text, str):
        raise TypeError(f"parse_request takes a request's words as str, not {type(text).__name__}")
    flow = reflow(normalize(text))
    item = read_request(own_wording(Passage(flow.text, 0, "request", default_taggers())))
    parts: list[Any] = [item, *item.drugs, *item.warnings]
    for part in parts:
        if part.start is not None and part.end is not None:
            part.start, part.end = flow.to_source(part.start, part.end)
    for drug in item.drugs:
        drug.text = text[drug.start : drug.end]
    return item


def read_request(wording: RequestWording) -> Determination:
    """The item that ``wording`` asks for; offsets are into the whole request (flowing text)."""
    words, whole = wording.words, wording.request.text
    text, start = words.text, words.start - wording.request.start
    item = Determination(
        request=text,
        start=start,
        end=start + len(text),
        retrospective=wording.retrospective,
        original_request=wording.original,
        authorized=wording.authorized,
    )
    if len(whole) > MAX_REQUEST_CHARACTERS:
        message = f"only the first {MAX_REQUEST_CHARACTERS} characters of the request were read"
        item.warnings.append(
            Warning(code="request_too_long", message=message, start=MAX_REQUEST_CHARACTERS, end=len(whole))
        )
    if not text:
        item.warnings.append(Warning(code="request_empty", message="the request has no words"))
        return item
    prescription = attach(text, words.drugs, words.posology)
    read_service_date(item, whole[:MAX_REQUEST_CHARACTERS], text)
    item.cpt_codes = procedure_codes(text)
    categorise(item, words, prescription)
    fill(item, words, prescription)
    if words.taggers.posology:
        for first, last in digit_slips(text):
            message = f"{quoted(text[first:last])} was read as a number"
            item.warnings.append(Warning(code="number_corrected", message=message, start=first, end=last))
    item.warnings += doubts(text, prescription)
    parts: list[Any] = [*item.drugs, *[w for w in item.warnings if w.code != "request_too_long"]]
    for part in parts:
        if part.start is not None and part.end is not None:
            part.start += start
            part.end += start
    return item
