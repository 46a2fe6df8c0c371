"""Sets the attributes of assertion and sections on a Doc that medspaCy's components and viewers use.

Nothing here imports medspaCy.  Its extensions and these are the same, whichever package comes first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc, Span, Token

#: Assertion to medspaCy's attribute; "present" has none.
FLAGS = {
    "family": "is_family",
    "absent": "is_negated",
    "hypothetical": "is_hypothetical",
    "possible": "is_uncertain",
    "historical": "is_historical",
}
#: What spaCy's keys of attributes begin with: ("._.", name, start, end).
UNDERSCORE = "._."
_OVERRIDE = "imrnlp.sections"


@dataclass(slots=True)
class SectionView:
    """A section as medspaCy's ``Section`` has it; offsets are tokens."""

    category: str | None
    title_start: int
    title_end: int
    body_start: int
    body_end: int
    parent: str | None = None
    rule: None = None

    @property
    def title_span(self) -> tuple[int, int]:
        return self.title_start, self.title_end

    @property
    def body_span(self) -> tuple[int, int]:
        return self.body_start, self.body_end

    @property
    def section_span(self) -> tuple[int, int]:
        return self.title_start, self.body_end


def _sections(doc: Doc) -> list[Any]:
    stated = doc.user_data.get(_OVERRIDE)
    if stated is not None:
        return list(stated) if isinstance(stated, tuple) else stated
    group = doc.spans.get("sections", ())
    bodies = group.attrs.get("bodies") if group else None
    if bodies is None or len(bodies) != len(group):
        bodies = [s.start for s in group]
    return [
        SectionView(s.label_, s.start, min(max(body, s.start), s.end), min(max(body, s.start), s.end), s.end)
        for s, body in zip(group, bodies, strict=True)
    ]


def _set_sections(doc: Doc, value: list[Any]) -> None:
    doc.user_data[_OVERRIDE] = value


def _section(token: Token) -> Any:
    data: dict[Any, Any] = token.doc.user_data
    stated = data.get((UNDERSCORE, "section", token.idx, None))
    if stated is not None:
        return stated
    at = token.i
    return next((s for s in _sections(token.doc) if s.title_start <= at < s.body_end), None)


def _set_section(token: Token, value: Any) -> None:
    data: dict[Any, Any] = token.doc.user_data
    data[UNDERSCORE, "section", token.idx, None] = value


def _category(token: Token) -> str | None:
    section = token._.section
    return section.category if section is not None else None


def register() -> None:
    """Registers the extensions, except those that another package has registered already."""
    Doc.set_extension("sections", getter=_sections, setter=_set_sections, force=True)
    Token.set_extension("section", getter=_section, setter=_set_section, force=True)
    extensions: list[tuple[Any, str, dict[str, Any]]] = [
        (Token, "section_category", {"getter": _category}),
        (Span, "section", {"getter": lambda span: span[0]._.section}),
        (Span, "section_category", {"getter": lambda span: span[0]._.section_category}),
        (Span, "modifiers", {"default": ()}),
        (Doc, "context_graph", {"default": None}),
        *((Span, flag, {"default": False}) for flag in FLAGS.values()),
    ]
    for owner, name, options in extensions:
        if not owner.has_extension(name):
            owner.set_extension(name, **options)


def flags(span: Span) -> tuple[str, ...]:
    """The assertions whose flags are set on the span, the strongest first."""
    return tuple(assertion for assertion, flag in FLAGS.items() if span._.get(flag))


_ASSERTING = frozenset(("assertion", *FLAGS.values()))


#: Attributes of spans by the spans' first and last character.
SpanAttributes = dict[tuple[int, int], dict[str, Any]]


def attributes_of_spans(doc: Doc) -> SpanAttributes | None:
    """The assertion and flags that are set, by the spans' first and last character; ``None`` when another package computes one.

    Reading all of them at once is cheaper than six attributes for each span.
    """
    for name in _ASSERTING:
        _, method, getter, _ = Span.get_extension(name)
        if method is not None or getter is not None:
            return None
    found: SpanAttributes = {}
    for key, value in doc.user_data.items():
        if (
            isinstance(key, tuple)
            and key[0] == UNDERSCORE
            and key[1] in _ASSERTING
            and value not in (None, False)
        ):
            found.setdefault((key[2], key[3]), {})[key[1]] = value
    return found
