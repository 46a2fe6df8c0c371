"""The content that is shown for one letter, on a page or in the terminal: facts, and the marks of their words in the text.

The record says where the words of most facts are.  Values that the record keeps without offsets (dates, age, specialties,
directions) are looked up in the text; one that is not found has no mark, and is shown all the same.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from imrnlp import lexicons
from imrnlp.record import Determination, Diagnosis, Drug, GuidelineReference, Letter, Medication, Warning
from imrnlp.text.dates import find_dates

_LOOK_BACK = 60


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters ``[start, end)`` of the letter, marked as ``kind`` for the fact ``fact``."""

    start: int
    end: int
    kind: str
    fact: str
    style: str = ""


@dataclass(slots=True)
class Fact:
    """One line or card of the record: a title with a badge, named details, and facts below it."""

    id: str
    kind: str
    title: str
    badge: str = ""
    label: str = ""
    details: list[tuple[str, str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    body: str = ""
    parts: list[Fact] = field(default_factory=list)
    marked: bool = False


@dataclass(slots=True)
class Group:
    """The facts under one heading."""

    name: str
    title: str
    facts: list[Fact]


@dataclass(slots=True)
class View:
    """A letter as it is shown."""

    letter: Letter
    text: str
    groups: list[Group]
    marks: list[Mark]

    def facts(self) -> Iterator[Fact]:
        """Every fact, those below others too."""
        for group in self.groups:
            yield from _all(group.facts)


def _all(facts: Iterable[Fact]) -> Iterator[Fact]:
    for fact in facts:
        yield fact
        yield from _all(fact.parts)


def view(letter: Letter, text: str) -> View:
    """The content to show for a letter; ``text`` is its text, or empty to show the record alone."""
    return _Builder(letter, text).view()


def shown(value: object) -> str:
    """A value in words: numbers without needless digits, lists joined, ``–`` for what is not stated.

    >>> shown(75.0), shown(["neck", "back"]), shown(None), shown(True)
    ('75', 'neck, back', '–', 'yes')
    """
    if value is None or value == "" or value == []:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list | tuple):
        return ", ".join(shown(v) for v in value)
    return " ".join(str(value).split())


# Values of vocabularies that are abbreviations, as they are written.
_WRITTEN = {
    "ct": "CT",
    "dmepos": "DMEPOS",
    "emg_ncs": "EMG/NCS",
    "h_wave": "H-wave",
    "mri": "MRI",
    "nsaids": "NSAIDs",
    "tens": "TENS",
    "x_ray": "X-ray",
}


def in_words(value: str) -> str:
    """A value of a vocabulary as a reader writes it; other words as they are.

    >>> in_words("muscle_relaxants"), in_words("nsaids"), in_words("http://x.org/a_b")
    ('muscle relaxants', 'NSAIDs', 'http://x.org/a_b')
    """
    if not re.fullmatch(r"[a-z0-9_]++", value):
        return value
    return _WRITTEN.get(value) or value.replace("_", " ")


def strengths(drug: Drug) -> str:
    """Strengths as a reader writes them.

    >>> from imrnlp import parse_request
    >>> strengths(parse_request("Norco 10/325mg #120").drugs[0])
    '10 mg / 325 mg'
    """
    return " / ".join(repr(s)[9:-1] for s in drug.strengths)


def citation(reference: GuidelineReference) -> str:
    """A reference in one line."""
    parts = [reference.title or reference.source]
    if reference.source not in parts[0]:
        parts.insert(0, reference.source)
    if reference.year:
        parts.append(str(reference.year))
    parts += filter(None, [reference.regulation, reference.chapter, "; ".join(reference.topics)])
    if reference.pages:
        parts.append("p. " + ", ".join(f"{a}–{b}" if a != b else f"{a}" for a, b in reference.pages))
    return ", ".join(parts)


def _stated(**values: object) -> list[tuple[str, str]]:
    """The values that are there, by their names."""
    return [
        (name.replace("_", " ").strip(), shown(value))
        for name, value in values.items()
        if value not in (None, "", [], False)
    ]


# How long a verdict may stand behind its item's words.
_VERDICT = re.compile(
    r"""
    \W{0,8}+ (?: (?: is|are|was|were|should|be|not ) \b \W{1,4}+ ){0,4}+                  # ": ", " is not "
    (?P<word>
        (?: partially \W{1,3}+ )?
        (?: upheld | overturned | modified | medically \W{1,3}+ necessary )
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)


class _Builder:
    def __init__(self, letter: Letter, text: str):
        self.letter, self.text = letter, text
        self.marks: list[Mark] = []
        self.dates = find_dates(text) if text else []
        self.used: set[int] = set()

    def view(self) -> View:
        letter = self.letter
        groups = [
            Group("items", "Disputed items", [self.item(d, f"i{d.number}") for d in letter.determinations]),
            Group("case", "Case", self.case()),
            Group("people", "Patient and reviewer", self.people()),
            Group(
                "conditions",
                "Conditions",
                [self.condition(c, f"c{n}") for n, c in _numbered(letter.diagnoses)],
            ),
            Group(
                "medications",
                "Medications",
                [self.drug(m, f"m{n}", "medication") for n, m in _numbered(letter.medications)],
            ),
            Group("review", "Utilization review", self.review()),
            Group("table", "As published", self.table()),
            Group("warnings", "Warnings", [self.warning(w, f"w{n}") for n, w in _numbered(letter.warnings)]),
            Group("source", "Source", self.source()),
        ]
        ids = {mark.fact for mark in self.marks}
        found = View(letter, self.text, [g for g in groups if g.facts], self.marks)
        for fact in found.facts():
            fact.marked = fact.id in ids
        return found

    # -- marks ----------------------------------------------------------------------------------

    def mark(self, kind: str, fact: str, start: int | None, end: int | None, style: str = "") -> None:
        if start is not None and end is not None and 0 <= start < end <= len(self.text):
            self.marks.append(Mark(start, end, kind, fact, style))

    def find(self, words: str | None, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
        """The span of words in the letter; the white space between them does not matter."""
        if not words or not self.text or not words.split():
            return None
        pattern = r"\s+".join(map(re.escape, words.split()))
        pattern = rf"(?<!\w){pattern}(?!\w)"
        found = re.compile(pattern, re.I).search(self.text, start, len(self.text) if end is None else end)
        return found.span() if found else None

    def find_date(self, date: dt.date | None, label: str = "") -> tuple[int, int] | None:
        """The span of a date: behind its label, else the first that no other field has taken."""
        same = [(start, end) for start, end, value in self.dates if value == date]
        behind = [
            s
            for s in same
            if label and label in " ".join(self.text[max(0, s[0] - _LOOK_BACK) : s[0]].lower().split())
        ]
        best = next(iter(behind), None) or next((s for s in same if s[0] not in self.used), None)
        if best:
            self.used.add(best[0])
        return best

    def simple(self, name: str, kind: str, label: str, value: object, span: tuple[int, int] | None) -> Fact:
        self.mark(kind, name, *(span or (None, None)))
        return Fact(name, kind, shown(value), label=label)

    # -- facts ----------------------------------------------------------------------------------

    def case(self) -> list[Fact]:
        facts = []
        for name, value in self.letter.case:
            if value is None:
                continue
            label = name.replace("_", " ").replace("ur ", "UR ")
            if isinstance(value, dt.date):
                span = self.find_date(value, {"application_received": "received"}.get(name, label.lower()))
            elif name == "priority":
                label_at = self.find("priority")
                span = self.find(value, *((label_at[1], label_at[1] + 40) if label_at else (0, 0)))
            else:
                span = self.find(str(value))
            facts.append(self.simple(f"case-{name}", "case", label, value, span))
        return facts

    def people(self) -> list[Fact]:
        patient, reviewer = self.letter.patient, self.letter.reviewer
        facts = []
        if patient.age is not None:
            found = re.search(
                rf"(?<!\d){patient.age}\s*-?\s*(?:years?|yrs?|y/?o)\b[\s-]*+(?:old\b)?", self.text, re.I
            )
            facts.append(self.simple("age", "case", "age", patient.age, found.span() if found else None))
        if patient.sex:
            words = "female|woman|she|her|girl" if patient.sex == "female" else "male|man|he|him|his|boy"
            found = re.compile(rf"\b(?:{words})\b", re.I).search(self.text, self._from_patient())
            facts.append(self.simple("sex", "case", "sex", patient.sex, found.span() if found else None))
        names = {code: name for name, code in ((r["name"], r["code"]) for r in lexicons.table("states.tsv"))}
        for label, values in (
            ("specialty", reviewer.specialties),
            ("subspecialty", reviewer.subspecialties),
            ("licensed in", reviewer.states),
        ):
            for n, value in _numbered(values):
                span = self.find(names.get(value, value)) or self.find(value)
                facts.append(self.simple(f"{label.replace(' ', '-')}-{n}", "case", label, value, span))
        panel = self.letter.panel
        if panel:
            agreeing = "" if panel.agreeing is None else f", {panel.agreeing} agreeing"
            facts.append(Fact("panel", "case", f"{panel.size} reviewers{agreeing}", label="panel"))
        return facts

    def _from_patient(self) -> int:
        """Where the patient's own words begin: at the age, else at the letter's beginning."""
        return next((m.start for m in self.marks if m.fact == "age"), 0)

    def item(self, d: Determination, name: str) -> Fact:
        self.mark("request", name, d.start, d.end, d.outcome)
        verdict = _VERDICT.match(self.text, d.end) if d.end is not None else None
        if verdict:
            self.mark("outcome", name, *verdict.span("word"), d.outcome)
        details = _stated(
            category=" / ".join(in_words(c) for c in (d.category, d.subcategory) if c),
            medically_necessary=None if d.medically_necessary is None else shown(d.medically_necessary),
            quantity=None if d.quantity is None else f"{d.quantity:g} {d.quantity_unit or ''}",
            refills=None if d.refills is None else str(d.refills),
            sessions=d.sessions,
            frequency=d.frequency,
            times_per_day=d.times_per_day,
            duration_days=d.duration_days,
            body_sites=d.body_sites,
            laterality=d.laterality,
            spinal_levels=d.spinal_levels,
            CPT=d.cpt_codes,
            retrospective=d.retrospective,
            date_of_service=d.date_of_service,
            original_request=d.original_request,
            authorized=d.authorized,
            criterion=[c.replace("_", " ") for c in d.criterion],
        )
        self.within(d, name)
        parts = [self.drug(x, f"{name}-d{n}", "drug") for n, x in _numbered(d.drugs)]
        for side, label, references in (
            ("ur-guideline", "claims administrator cites", d.claims_administrator_guidelines),
            ("imr-guideline", "reviewer cites", d.imr_guidelines),
        ):
            for n, reference in _numbered(references):
                key = f"{name}-{'u' if side[0] == 'u' else 'g'}{n}"
                self.mark(side, key, reference.start, reference.end)
                parts.append(Fact(key, side, citation(reference), label=label, badge=reference.source))
        if d.rationale:
            key = f"{name}-r"
            self.mark("rationale", key, d.rationale.start, d.rationale.end)
            parts.append(Fact(key, "rationale", "", label="rationale", body=d.rationale.text))
        known = {(w.code, w.message, w.start) for w in self.letter.warnings}
        parts += [
            self.warning(w, f"{name}-w{n}", mark=(w.code, w.message, w.start) not in known)
            for n, w in _numbered(d.warnings)
        ]
        return Fact(
            name,
            "request",
            shown(d.request),
            badge=d.outcome,
            label=str(d.number),
            details=details,
            parts=parts,
        )

    def within(self, d: Determination, name: str) -> None:
        """Marks the numbers and sites in an item's own words."""
        if d.start is None or d.end is None or not self.text:
            return
        from imrnlp.tag.posology import find_posology

        words = self.text[d.start : d.end]
        for mention in find_posology(words):
            self.mark("directions", name, d.start + mention.start, d.start + mention.end)
        for site in (*d.body_sites, *d.spinal_levels, *d.cpt_codes):
            self.mark("site", name, *(self.find(site, d.start, d.end) or (None, None)))

    def drug(self, x: Drug, name: str, kind: str) -> Fact:
        self.mark(kind, name, x.start, x.end, getattr(x, "status", ""))
        details = _stated(
            brand=x.brand,
            strength=strengths(x),
            form=x.form,
            route=x.route,
            drug_class=x.drug_class and in_words(x.drug_class),
            ingredients=x.ingredients,
        )
        links = [_rxnorm(x.rxcui)] if x.rxcui else []
        badge = ""
        if isinstance(x, Medication):
            badge = x.status
            details += _stated(
                dose=x.dose_text,
                frequency=x.frequency,
                times_per_day=x.times_per_day,
                indication=x.indication,
                morphine_milligram_equivalents_a_day=x.mme_per_day,
                section=x.section and in_words(x.section),
            )
            for words in (x.dose_text, x.frequency):
                self.mark("directions", name, *(self.find(words, x.end, x.end + 200) or (None, None)))
        return Fact(
            name,
            kind,
            x.name,
            badge=badge,
            label="drug" if kind == "drug" else "",
            details=details,
            links=links,
        )

    def condition(self, c: Diagnosis, name: str) -> Fact:
        self.mark("condition", name, c.start, c.end, c.assertion)
        details = _stated(
            side=c.laterality,
            site=c.body_site,
            levels=c.spinal_levels,
            similarity_of_code=c.icd10cm_score,
            ICD_9_CM=c.icd9cm,
            section=c.section and in_words(c.section),
        )
        links = [_icd(c.icd10cm)] if c.icd10cm else []
        return Fact(name, "condition", shown(c.text), badge=c.assertion, details=details, links=links)

    def review(self) -> list[Fact]:
        facts = []
        for n, u in _numbered(self.letter.utilization_review):
            self.mark("ur", f"u{n}", u.start, u.end, u.outcome)
            facts.append(Fact(f"u{n}", "ur", shown(u.request), badge=u.outcome, details=_stated(date=u.date)))
        return facts

    def table(self) -> list[Fact]:
        columns = (self.letter.table or {}).items()
        return [Fact(f"t{n}", "table", shown(v), label=k) for n, (k, v) in enumerate(columns, 1)]

    def warning(self, w: Warning, name: str, mark: bool = True) -> Fact:
        if mark:
            self.mark("warning", name, w.start, w.end)
        return Fact(name, "warning", w.message, badge=w.code.replace("_", " "))

    def source(self) -> list[Fact]:
        source = self.letter.source
        values = _stated(
            file=source.name,
            media_type=source.media_type,
            pages=source.pages,
            characters=f"{source.characters:,}",
            SHA_256=source.sha256,
            record_version=self.letter.schema_version,
        )
        return [Fact(f"s{n}", "source", value, label=label) for n, (label, value) in enumerate(values, 1)]


def _numbered(values: Iterable[Any]) -> Iterator[tuple[int, Any]]:
    return enumerate(values, 1)


def _icd(code: str) -> tuple[str, str]:
    return f"ICD-10-CM {code}", f"https://icd10cmtool.cdc.gov/?query={code}"


def _rxnorm(rxcui: str) -> tuple[str, str]:
    address = f"https://mor.nlm.nih.gov/RxNav/search?searchBy=RXCUI&searchTerm={rxcui}"
    return f"RxNorm {rxcui}", address


# -- the text, cut at the marks ------------------------------------------------------------------


@dataclass(slots=True)
class Piece:
    """A stretch of the letter with the marks that hold it, the longest first; ``page`` where a page begins."""

    text: str
    marks: list[Mark]
    page: int | None = None


def pieces(text: str, marks: Iterable[Mark], *, paged: bool = False) -> Iterator[Piece]:
    """The letter from its first to its last character, cut wherever a mark begins or ends.

    With ``paged`` a form feed begins a page, as in the text of a PDF.
    """
    ordered = sorted(marks, key=lambda m: (m.start, -m.end))
    breaks = [m.end() for m in re.finditer("\f", text)] if paged else []
    cuts = sorted({0, len(text), *breaks, *(c for m in ordered for c in (m.start, m.end))})
    numbers = {0: 1, **{at: n for n, at in enumerate(breaks, 2)}} if paged else {}
    active: list[Mark] = []
    following = 0
    for start, end in pairwise(cuts):
        active = [m for m in active if m.end > start]
        while following < len(ordered) and ordered[following].start <= start:
            active.append(ordered[following])
            following += 1
        yield Piece(text[start:end], list(active), numbers.get(start))
