"""A letter as HTML: the table a notebook shows, the page of ``imrnlp show``.

Pages are made from the templates in ``imrnlp/export/templates/``.  A page is one file that loads nothing, and its
content security policy allows its own style and script alone: nothing in a letter or a file's name is ever run.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from html import escape
from typing import Any

from imrnlp.export.colours import KINDS
from imrnlp.export.view import View, citation, pieces, shown, strengths, view
from imrnlp.record import Letter
from imrnlp.text.strings import counted
from imrnlp.version import __version__

# What would be invisible or would change how other characters are shown: C1 controls, marks of direction, separators.
_UNSEEN = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
# What no HTML may hold, as the picture of it; a carriage return would become a line feed.
_PICTURES = {c: 0x2400 + c for c in range(32) if chr(c) not in "\t\n\f"} | dict.fromkeys(
    range(0xD800, 0xE000), 0xFFFD
)


def visible(text: object) -> str:
    """Text with invisible characters made visible, of the same length; it still has to be escaped for HTML.

    >>> visible("a\\x1b[2Jb")
    'a␛[2Jb'
    """
    return str(text).translate(_PICTURES)


def _markup(text: str) -> str:
    """A letter's words as HTML; what would not be seen is boxed with its number."""
    safe = escape(visible(text))
    return _UNSEEN.sub(lambda m: f'<span class="ctl" data-u="{ord(m[0]):04X}">{m[0]}</span>', safe)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z]+", "-", text.lower())


def _marked_text(shown_letter: View) -> str:
    """The letter's text as HTML, every value marked; its text content is the letter, character by character."""
    parts = []
    paged = shown_letter.letter.source.media_type == "application/pdf"
    for piece in pieces(shown_letter.text, shown_letter.marks, paged=paged):
        if piece.page is not None:
            parts.append(f'<span class="page" data-page="{piece.page}"></span>')
        for mark in piece.marks:
            style = f" s-{_slug(mark.style)}" if mark.style else ""
            title = escape(
                f"{mark.kind.replace('-', ' ')}{': ' + mark.style if mark.style else ''}", quote=True
            )
            parts.append(
                f'<mark class="m k-{mark.kind}{style}" data-f="{escape(mark.fact, quote=True)}" '
                f'data-s="{mark.start}-{mark.end}" title="{title}">'
            )
        parts.append(_markup(piece.text))
        parts.append("</mark>" * len(piece.marks))
    # The HTML parser drops a line feed right behind <pre>.
    return "\n" + "".join(parts)


@cache
def _environment() -> Any:
    import jinja2
    from markupsafe import Markup

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("imrnlp.export"),
        autoescape=jinja2.select_autoescape(("html", "html.j2")),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )
    environment.filters["visible"] = lambda text: Markup(_markup(str(text)))
    environment.filters["slug"] = _slug
    return environment


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


@cache
def _assets() -> dict[str, str]:
    style = _environment().get_template("page.css.j2").render(kinds=KINDS)
    script, _, _ = _environment().loader.get_source(_environment(), "page.js")
    return {
        "style": style,
        "style_hash": _hash(style),
        "script": script,
        "script_hash": _hash(script),
        "version": __version__,
    }


@dataclass(frozen=True, slots=True)
class ShownLetter:
    """A letter on a page: its facts, its marked text, and the prefix of its elements' ids."""

    view: View
    text: Any
    prefix: str


def _shown(letter: Letter, text: str, prefix: str = "") -> ShownLetter:
    from markupsafe import Markup

    one = view(letter, text)
    return ShownLetter(one, Markup(_marked_text(one)), prefix)


def _legend(letters: Iterable[ShownLetter]) -> list[tuple[str, str, int]]:
    spans: dict[str, set[tuple[int, int, int]]] = {}
    for n, one in enumerate(letters):
        for mark in one.view.marks:
            spans.setdefault(mark.kind, set()).add((n, mark.start, mark.end))
    return [(name, label, len(spans[name])) for name, label, _ in KINDS if name in spans]


def _page(
    title: str, letters: Sequence[ShownLetter], rows: Sequence[dict[str, Any]] = (), **links: str | None
) -> str:
    names = {"index": None, "previous": None, "next": None, **links}
    template = _environment().get_template("page.html.j2")
    return str(
        template.render(
            title=title, letters=letters, rows=rows, legend=_legend(letters), **names, **_assets()
        )
    )


def letter_page(
    letter: Letter,
    text: str,
    *,
    index: str | None = None,
    previous: str | None = None,
    next: str | None = None,
) -> str:
    """A whole HTML page: the letter with every value marked where it was read, and the record beside it.

    ``text`` is what the record's offsets refer to (:func:`imrnlp.read_text`); ``index``, ``previous`` and ``next`` are
    addresses of other pages.  The page is one file and loads nothing.

    >>> from imrnlp import extract_text
    >>> "Upheld</mark>" in letter_page(extract_text("Norco #90: Upheld", letter_id="x"), "Norco #90: Upheld")
    True
    """
    return _page(letter.letter_id, [_shown(letter, text)], index=index, previous=previous, next=next)


def letters_page(letters: Sequence[tuple[Letter, str]]) -> str:
    """Several letters with their texts in one page, an index first."""
    shown_letters = [_shown(letter, text, f"L{n}-") for n, (letter, text) in enumerate(letters, 1)]
    rows = [_row(letter, f"#letter-{n}") for n, (letter, _) in enumerate(letters, 1)]
    return _page(counted(len(rows), "letter"), shown_letters, rows, index="#")


def index_page(letters: Sequence[tuple[Letter, str]]) -> str:
    """The index of letters that have a page each; ``letters`` come with their pages' addresses."""
    return _page(counted(len(letters), "letter"), [], [_row(letter, address) for letter, address in letters])


def _row(letter: Letter, href: str) -> dict[str, Any]:
    return {
        "href": href,
        "name": letter.letter_id,
        "layout": letter.layout.replace("_", " "),
        "outcomes": [d.outcome for d in letter.determinations],
        "conditions": len(letter.diagnoses),
        "medications": len(letter.medications),
        "warnings": len(letter.warnings),
        "error": letter.error,
    }


def notebook_frame(letter: Letter, text: str, height: int = 640) -> str:
    """The letter's page in a frame, as a notebook shows it.

    The page is contained in the frame, so that nothing is loaded. The frame has an origin of its own: a script in it
    cannot reach the notebook or its server.
    """
    page = escape(letter_page(letter, text), quote=True)
    return (
        f'<iframe srcdoc="{page}" width="100%" height="{height}" style="border:1px solid #8886;border-radius:8px" '
        'sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox" '
        f'title="{escape(visible(letter.letter_id), quote=True)}"></iframe>'
    )


# -- the short table -----------------------------------------------------------------------------


def _table(header: list[str], body: list[list[object]]) -> str:
    head = "".join(f"<th>{escape(h)}</th>" for h in header)
    rows = "".join("<tr>" + "".join(f"<td>{_markup(shown(c))}</td>" for c in row) + "</tr>" for row in body)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def determination_table(letter: Letter) -> str:
    """The disputed items as an HTML table."""
    header = [
        "#",
        "request",
        "outcome",
        "category",
        "drugs",
        "quantity",
        "refills",
        "sessions",
        "UR cites",
        "IMR cites",
    ]
    body: list[list[object]] = [
        [
            d.number,
            d.request,
            d.outcome,
            "/".join(filter(None, (d.category, d.subcategory))),
            "; ".join(f"{x.name} {strengths(x)}".strip() for x in d.drugs),
            d.quantity,
            d.refills,
            d.sessions,
            "; ".join(map(citation, d.claims_administrator_guidelines)),
            "; ".join(map(citation, d.imr_guidelines)),
        ]
        for d in letter.determinations
    ]
    return _table(header, body)


def letter_table(letter: Letter) -> str:
    """The short view of a letter that a notebook shows when the letter's text is not available."""
    patient = ", ".join(str(v) for v in (letter.patient.age, letter.patient.sex) if v is not None) or "–"
    facts = [
        letter.layout.replace("_", " "),
        f"patient {patient}",
        f"reviewer {', '.join(letter.reviewer.specialties) or '–'}",
        f"{len(letter.diagnoses)} conditions",
        f"{len(letter.medications)} medications",
        f"{len(letter.warnings)} warnings",
    ]
    error = f"<p><b>not read:</b> {_markup(letter.error)}</p>" if letter.error else ""
    title = f"<b>{_markup(letter.letter_id)}</b> · {_markup(' · '.join(facts))}"
    return f"<div>{title}{error}{determination_table(letter)}</div>"


def worksheet_page(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of differences as one page that loads nothing and runs nothing."""
    template = _environment().get_template("worksheet.html.j2")
    style, _, _ = _environment().loader.get_source(_environment(), "worksheet.css")
    return str(
        template.render(
            title=title,
            columns=columns,
            rows=rows,
            style=style,
            style_hash=_hash(style),
            version=__version__,
        )
    )
