"""The mentions that taggers return: small objects with offsets into the text that was given.

A tagger is a function from flowing text (see :mod:`imrnlp.text.reflow`) to a list of
mentions in text order.  ``start`` and ``end`` are offsets into that text, end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Mention:
    """A labelled span; ``label`` is one of the entity labels (``DRUG``, ``QUANTITY`` …)."""

    label: str
    start: int
    end: int
    text: str


@dataclass(slots=True)
class DrugMention(Mention):
    """A drug name with its release form, looked up in the drug lexicon.

    ``name`` is the ingredient(s) joined by ``/`` in strength order; ``brand`` as written in
    normal case when a brand was written; ``corrected`` the lexicon's spelling when the
    letter's differs; ``ingredients`` for ready-mixed products.
    """

    name: str = ""
    brand: str | None = None
    rxcui: str | None = None
    drug_class: str | None = None
    form: str | None = None
    route: str | None = None
    release: str | None = None
    corrected: str | None = None
    ingredients: tuple[str, ...] = ()


@dataclass(slots=True)
class Posology(Mention):
    """``STRENGTH``, ``FORM``, ``ROUTE``, ``FREQUENCY``, ``DURATION``, ``QUANTITY`` or ``REFILLS``.

    ``value`` and ``unit`` by label: STRENGTH a list of :class:`imrnlp.record.Strength`; FORM and
    ROUTE the normal word; FREQUENCY times per day (float or None); DURATION days (int); QUANTITY
    number and unit; REFILLS an int.
    """

    value: Any = None
    unit: str | None = None


@dataclass(slots=True)
class ServiceMention(Mention):
    """A service or procedure (label ``PROCEDURE``) with its category and subcategory."""

    category: str = "other"
    subcategory: str = "other"
    term: str = ""


@dataclass(slots=True)
class SiteMention(Mention):
    """A body site (label ``BODY_SITE``): ``site`` its words without the side, ``laterality`` the side.

    Spinal levels are sites too, with ``levels`` filled as ``L4-L5``.
    """

    site: str = ""
    laterality: str | None = None
    levels: tuple[str, ...] = ()


@dataclass(slots=True)
class ConditionMention(Mention):
    """A diagnosis, symptom or finding (label ``DIAGNOSIS``).

    ``assertion`` is ``None`` until it has been determined.  ``if_denied`` marks a finding that counts only
    where the letter denies or doubts it ("no motion at L4/5", "a possible lesion").  ``linked``: a code has been looked for;
    ``candidates`` are codes with their scores, the most similar first, when a linker gives several.
    ``foreign`` marks a mention that another component found: its words may hold their own cue ("no swelling").
    """

    name: str = ""
    assertion: str | None = None
    laterality: str | None = None
    body_site: str | None = None
    levels: tuple[str, ...] = ()
    if_denied: bool = False
    icd10cm: str | None = None
    icd10cm_score: float | None = None
    candidates: tuple[tuple[str, float], ...] = ()
    icd9cm: str | None = None
    linked: bool = False
    foreign: bool = False
