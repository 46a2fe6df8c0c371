"""The kinds of values that pages mark, with one colour each; the colours of entity labels in displaCy."""

from __future__ import annotations

from typing import Any

from imrnlp.components.colours import COLOURS

#: Kinds of marks in the order of the legend: name, what the legend calls it, colour.
KINDS: tuple[tuple[str, str, str], ...] = (
    ("request", "disputed item", "#c98a00"),
    ("outcome", "outcome", "#b4552d"),
    ("drug", "drug", "#1f77d0"),
    ("directions", "strength, quantity, directions", "#0f9aa8"),
    ("condition", "condition", "#8a56d8"),
    ("medication", "medication", "#2f6fed"),
    ("ur", "utilization review", "#c2557f"),
    ("ur-guideline", "claims administrator cites", "#7a8a1e"),
    ("imr-guideline", "reviewer cites", "#2c9a4b"),
    ("rationale", "rationale", "#8a8f98"),
    ("case", "case, patient, reviewer", "#a06a3c"),
    ("site", "site, service", "#5b7fa6"),
    ("warning", "warning", "#d64545"),
)


def displacy_options(**options: Any) -> dict[str, Any]:
    """Options for ``spacy.displacy.render(doc, style="ent", options=...)``: imrnlp's labels, with their colours.

    Keyword arguments add options, or replace those of the same name.

    >>> displacy_options(ents=["DRUG"])["colors"]["DRUG"]
    '#a5d8ff'
    """
    return {"ents": list(COLOURS), "colors": dict(COLOURS), **options}
