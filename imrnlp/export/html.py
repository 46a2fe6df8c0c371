"""A letter as HTML: the table a notebook shows, the page of ``imrnlp show``."""

from __future__ import annotations

from html import escape

from imrnlp.record import Determination, Letter

_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}
th,td{border-bottom:1px solid #d0d7de;padding:.35rem .6rem;text-align:left;vertical-align:top}
th{background:#f6f8fa}.upheld{color:#9a2f2f}.overturned{color:#1a6b34}.modified{color:#8a6100}
pre{white-space:pre-wrap;background:#f6f8fa;padding:1rem;border-radius:6px;
font:13px/1.6 ui-monospace,monospace}
mark{padding:.05em .2em;border-radius:3px}mark.request{background:#ffe9a8}mark.drug{background:#cfe8ff}
mark.diagnosis{background:#e3d7ff}mark.absent{background:#eceff2;text-decoration:line-through}
mark.guideline{background:#cdeed3}
"""


def _cell(value: object) -> str:
    if value in (None, "", []):
        return "–"
    if isinstance(value, list):
        return escape("; ".join(str(v) for v in value))
    if isinstance(value, float):
        return f"{value:g}"
    return escape(str(value))


def _table(header: list[str], body: list[list[object]]) -> str:
    head = "".join(f"<th>{escape(h)}</th>" for h in header)
    rows = "".join("<tr>" + "".join(f"<td>{_cell(c)}</td>" for c in row) + "</tr>" for row in body)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _drugs(determination: Determination) -> str:
    return "; ".join(repr(d)[5:-1] for d in determination.drugs)


def determination_table(letter: Letter) -> str:
    """The disputed items as an HTML table."""
    body: list[list[object]] = [
        [
            d.number,
            d.request,
            d.outcome,
            "/".join(filter(None, (d.category, d.subcategory))),
            _drugs(d),
            d.quantity,
            d.refills,
            d.sessions,
            [repr(g)[19:-1] for g in d.claims_administrator_guidelines],
            [repr(g)[19:-1] for g in d.imr_guidelines],
        ]
        for d in letter.determinations
    ]
    return _table(
        [
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
        ],
        body,
    )


def letter_table(letter: Letter) -> str:
    """The short view of a letter that a notebook shows."""
    patient = ", ".join(str(v) for v in (letter.patient.age, letter.patient.sex) if v is not None) or "–"
    facts = [
        letter.layout.replace("_", " "),
        f"patient {patient}",
        f"reviewer {', '.join(letter.reviewer.specialties) or '–'}",
        f"{len(letter.diagnoses)} conditions",
        f"{len(letter.medications)} medications",
        f"{len(letter.warnings)} warnings",
    ]
    error = f"<p><b>not read:</b> {escape(letter.error)}</p>" if letter.error else ""
    title = f"<b>{escape(letter.letter_id)}</b> · {escape(' · '.join(facts))}"
    return f"<div>{title}{error}{determination_table(letter)}</div>"


def _marks(letter: Letter) -> list[tuple[int, int, str, str]]:
    marks: list[tuple[int, int, str, str]] = []
    for d in letter.determinations:
        if d.start is not None and d.end is not None:
            marks.append((d.start, d.end, "request", f"{d.number}: {d.outcome}"))
        for slot in (d.claims_administrator_guidelines, d.imr_guidelines):
            marks += [(g.start, g.end, "guideline", repr(g)[19:-1]) for g in slot]
    marks += [(m.start, m.end, "drug", f"{m.name}, {m.status}") for m in letter.medications]
    marks += [
        (
            c.start,
            c.end,
            "diagnosis" + (" absent" if c.assertion == "absent" else ""),
            f"{c.assertion} {c.icd10cm or ''}",
        )
        for c in letter.diagnoses
    ]
    marks += [
        (u.start, u.end, "request", f"UR {u.outcome}")
        for u in letter.utilization_review
        if u.start is not None and u.end is not None
    ]
    return sorted(marks, key=lambda m: (m[0], -m[1]))


def letter_page(letter: Letter, text: str) -> str:
    """A whole HTML page: the record's tables, then the letter with every value marked where it was read."""
    parts, at = [], 0
    for start, end, kind, title in _marks(letter):
        if start < at:
            continue
        parts.append(escape(text[at:start]))
        parts.append(
            f'<mark class="{kind}" title="{escape(title, quote=True)}">{escape(text[start:end])}</mark>'
        )
        at = end
    parts.append(escape(text[at:]))
    case = [[name.replace("_", " "), value] for name, value in letter.case.model_dump().items()]
    sections = [
        (
            "Case",
            _table(
                ["", ""],
                [*case, ["reviewer", letter.reviewer.specialties], ["states", letter.reviewer.states]],
            ),
        ),
        ("Determinations", determination_table(letter)),
        (
            "Conditions",
            _table(
                ["text", "assertion", "ICD-10-CM", "side", "site"],
                [[c.text, c.assertion, c.icd10cm, c.laterality, c.body_site] for c in letter.diagnoses],
            ),
        ),
        (
            "Medications",
            _table(
                ["text", "name", "status", "frequency", "indication"],
                [[m.text, m.name, m.status, m.frequency, m.indication] for m in letter.medications],
            ),
        ),
        (
            "Utilization review",
            _table(
                ["date", "request", "outcome"],
                [[u.date, u.request, u.outcome] for u in letter.utilization_review],
            ),
        ),
        ("Warnings", _table(["code", "message"], [[w.code, w.message] for w in letter.warnings])),
    ]
    body = "".join(f"<h2>{title}</h2>{table}" for title, table in sections)
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(letter.letter_id)}</title>'
        f"<style>{_STYLE}</style><h1>{escape(letter.letter_id)}</h1>{body}<h2>Letter</h2><pre>{''.join(parts)}</pre></html>"
    )
