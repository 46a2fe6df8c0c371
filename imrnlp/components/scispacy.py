"""Sets the attributes on a Doc that scispaCy's components and users expect: abbreviations and candidates of a linker.

Nothing here imports scispaCy.
"""

from __future__ import annotations

import re
from typing import Any

from spacy.tokens import Doc, Span

from imrnlp.reading import Reading
from imrnlp.tag.abbreviations import defined_abbreviations

_OVERRIDE = "imrnlp.abbreviations"


def _abbreviations(doc: Doc) -> list[Span]:
    """Every use of an abbreviation that the letter defines, in order; ``span._.long_form`` is what it stands for."""
    stated = doc.user_data.get(_OVERRIDE)
    if stated is not None:
        return stated
    return [short for short, _ in _pairs(doc)]


def _pairs(doc: Doc) -> list[tuple[Span, Span]]:
    flow = Reading(doc.text).flow
    found: list[tuple[Span, Span]] = []

    def span(start: int, end: int) -> Span | None:
        return doc.char_span(*flow.to_source(start, end), alignment_mode="expand")

    for short, long in defined_abbreviations(flow.text).items():
        at = flow.text.find(f"{long} ({short})")
        whole = span(at, at + len(long)) if at >= 0 else None
        if whole is None:
            continue
        for use in re.finditer(rf"(?<!\w){re.escape(short)}(?!\w)", flow.text):
            used = span(*use.span())
            if used is not None:
                found.append((used, whole))
    return sorted(found, key=lambda pair: pair[0].start)


def _long_form(span: Span) -> Span | None:
    stated = span.doc.user_data.get(_place(span))
    if stated is not None:
        return stated
    return next(
        (long for short, long in _pairs(span.doc) if (short.start, short.end) == (span.start, span.end)), None
    )


def _place(span: Span) -> str:
    return f"{_OVERRIDE}.{span.start_char}.{span.end_char}"


def _set_abbreviations(doc: Doc, value: Any) -> None:
    doc.user_data[_OVERRIDE] = value


def _set_long_form(span: Span, value: Any) -> None:
    span.doc.user_data[_place(span)] = value


def register() -> None:
    """Registers the extensions, unless scispaCy has done so."""
    extensions: list[tuple[Any, str, dict[str, Any]]] = [
        (Doc, "abbreviations", {"getter": _abbreviations, "setter": _set_abbreviations}),
        (Span, "long_form", {"getter": _long_form, "setter": _set_long_form}),
        (Span, "kb_ents", {"default": []}),
    ]
    for owner, name, options in extensions:
        if not owner.has_extension(name):
            owner.set_extension(name, **options)
