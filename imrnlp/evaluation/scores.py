"""Counts what is right, missed and wrong in each part of the record.

Text is compared with white space collapsed and letter case ignored, since a gold record says what
a careful reader reads and not where the PDF broke its lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from imrnlp.record import Case
from imrnlp.text.strings import quoted

DifferenceKind = Literal["missed", "wrong"]
Measure = Literal["precision", "recall", "f1"]
_BROKEN_WORD = re.compile(r"(?<=\w)-[^\S\n]*\n\s*(?=\w)")
_ARTICLE = re.compile(r"^(?:an?|the)\s+")


@dataclass(slots=True)
class Score:
    """Counts of one part of the record, with every difference."""

    gold: int = 0
    predicted: int = 0
    correct: int = 0
    #: Case (a letter, or ``LETTER#ITEM``), what is wrong, and the value as it is compared.
    differences: list[tuple[str, DifferenceKind, Any]] = field(default_factory=list)
    #: Gold, predicted and correct values of each letter.
    by_letter: dict[str, list[int]] = field(default_factory=dict)

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """The differences with their values as text."""
        return [(case, kind, str(value)) for case, kind, value in self.differences]

    @property
    def precision(self) -> float:
        return self.correct / self.predicted if self.predicted else float(not self.gold)

    @property
    def recall(self) -> float:
        return self.correct / self.gold if self.gold else float(not self.predicted)

    @property
    def f1(self) -> float:
        total = self.gold + self.predicted
        return 2 * self.correct / total if total else 1.0

    def interval(self, measure: Measure = "f1", samples: int = 1000) -> tuple[float, float]:
        """The 95 % interval of a measure, by bootstrap: letters are drawn with replacement, with a fixed seed.

        >>> score = Score()
        >>> for letter in "abcdefgh":
        ...     score.add(letter, ["x", "y"], ["x", "z" if letter < "d" else "y"])
        >>> low, high = score.interval()
        >>> 0.5 < low < score.f1 < high <= 1
        True
        """
        import numpy as np

        counts = np.array(list(self.by_letter.values()) or [[0, 0, 0]], dtype=np.int64)
        drawn = np.random.default_rng(0).multinomial(
            len(counts), np.full(len(counts), 1 / len(counts)), size=samples
        )
        gold, predicted, correct = (drawn @ counts).T
        of = {"precision": 2 * predicted, "recall": 2 * gold, "f1": gold + predicted}[measure]
        # Where there is nothing to count, all is right if nothing was to be found, and nothing was found.
        rate = np.where(of == 0, gold + predicted == 0, 2 * correct / np.maximum(of, 1))
        low, high = np.quantile(rate, [0.025, 0.975])
        return float(low), float(high)

    def add(self, case: str, gold: Iterable[Any], predicted: Iterable[Any]) -> None:
        """Counts two multisets of one case."""
        want, got = Counter(gold), Counter(predicted)
        self.gold += want.total()
        self.predicted += got.total()
        self.correct += (want & got).total()
        # An item's case is its letter's, with the item's number behind it.
        counts = self.by_letter.setdefault(letter_of(case), [0, 0, 0])
        for n, count in enumerate((want.total(), got.total(), (want & got).total())):
            counts[n] += count
        self.differences += [(case, "missed", v) for v in (want - got).elements()]
        self.differences += [(case, "wrong", v) for v in (got - want).elements()]

    def of(self, letters: set[str]) -> Score:
        """The score of some letters alone."""
        counts = {letter: n for letter, n in self.by_letter.items() if letter in letters}
        gold, predicted, correct = (sum(n[i] for n in counts.values()) for i in range(3))
        differences = [d for d in self.differences if letter_of(d[0]) in letters]
        return Score(gold, predicted, correct, differences, counts)


def letter_of(case: str) -> str:
    """The letter of a case.

    >>> letter_of("CM13-0099123#2")
    'CM13-0099123'
    """
    # A letter's own name may hold the sign.
    letter, sign, number = case.rpartition("#")
    return letter if sign and (number.isdigit() or number == "?") else case


@dataclass(slots=True)
class Scores:
    """Scores by part, over ``cases`` letters, lines or passages."""

    name: str
    cases: int = 0
    parts: dict[str, Score] = field(default_factory=dict)
    #: The text of each letter, line or passage that could be read.
    texts: dict[str, str] = field(default_factory=dict)
    #: The request of each item (``LETTER#ITEM``): where a value that is not words of the letter belongs.
    requests: dict[str, str] = field(default_factory=dict)
    #: The gold's layout of each letter.
    layouts: dict[str, str] = field(default_factory=dict)
    #: Letters of the gold that the predicted records lack, and the other way round.
    missing: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def add(self, part: str, case: str, gold: Iterable[Any], predicted: Iterable[Any]) -> None:
        self.parts.setdefault(part, Score()).add(case, gold, predicted)

    def by(self, what: str) -> dict[str, Scores]:
        """The scores of each ``layout`` or ``letter``.

        Raises ``ValueError`` for another word, and for ``layout`` when the gold is not of letters.
        """
        if what not in ("layout", "letter"):
            raise ValueError(f"by {quoted(what)}: scores are given by layout or by letter")
        if what == "layout" and not self.layouts:
            raise ValueError(f"{self.name}: this gold has no letters, and so no layouts")
        letters = dict.fromkeys(letter for score in self.parts.values() for letter in score.by_letter)
        groups: dict[str, set[str]] = {}
        for letter in letters:
            groups.setdefault(self.layouts[letter] if what == "layout" else letter, set()).add(letter)
        return {
            name: Scores(name, len(group), {part: score.of(group) for part, score in self.parts.items()})
            for name, group in sorted(groups.items())
        }

    def as_dict(self) -> dict[str, Any]:
        parts = {
            part: {
                "gold": s.gold,
                "predicted": s.predicted,
                "correct": s.correct,
                "precision": round(s.precision, 4),
                "recall": round(s.recall, 4),
                "f1": round(s.f1, 4),
                "precision_interval": [round(end, 4) for end in s.interval("precision")],
                "recall_interval": [round(end, 4) for end in s.interval("recall")],
                "f1_interval": [round(end, 4) for end in s.interval()],
            }
            for part, s in self.parts.items()
        }
        return {"name": self.name, "cases": self.cases, "parts": parts}


def words(value: Any) -> Any:
    """A value as it is compared: text with single spaces, in lower case, without outer full stops."""
    if isinstance(value, str):
        # A word that the letter's line breaks after its hyphen is one word.
        return " ".join(_BROKEN_WORD.sub("-", value).split()).strip(" .,;").lower()
    if isinstance(value, list | tuple):
        return tuple(words(v) for v in value)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return float(value)
    return value


def _phrase(value: Any) -> Any:
    """Without the leading article, which is no part of a condition or request."""
    return _ARTICLE.sub("", value) if isinstance(value, str) else value


def _strengths(drug: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(
        (float(s["value"]), words(s.get("unit")), words(s.get("per_value")), words(s.get("per_unit")))
        for s in drug.get("strengths") or []
    )


def _some(value: Any) -> list[Any]:
    return [] if value is None or value == [] else [words(value)]


# -- request lines ------------------------------------------------------------------------------


def score_request(scores: Scores, case: str, gold: dict[str, Any], predicted: dict[str, Any]) -> None:
    """Adds one disputed item's scores."""
    gold_drugs, predicted_drugs = gold.get("drugs") or [], predicted.get("drugs") or []
    scores.add(
        "drug name", case, [words(d["name"]) for d in gold_drugs], [words(d["name"]) for d in predicted_drugs]
    )
    scores.add(
        "drug brand",
        case,
        _flat(_some(d.get("brand")) for d in gold_drugs),
        _flat(_some(d.get("brand")) for d in predicted_drugs),
    )
    scores.add(
        "strength",
        case,
        [(words(d["name"]), s) for d in gold_drugs for s in _strengths(d)],
        [(words(d["name"]), s) for d in predicted_drugs for s in _strengths(d)],
    )
    for name in [
        "category",
        "subcategory",
        "quantity",
        "quantity_unit",
        "refills",
        "sessions",
        "frequency",
        "times_per_day",
        "duration_days",
        "laterality",
        "date_of_service",
        "request",
        "original_request",
        "authorized",
    ]:
        if name in gold:
            scores.add(name, case, _some(gold[name]), _some(predicted.get(name)))
    for name in ("body_sites", "spinal_levels", "cpt_codes"):
        if name in gold:
            scores.add(name, case, words(gold[name] or []), words(predicted.get(name) or []))
    if "retrospective" in gold:
        scores.add(
            "retrospective",
            case,
            [True] * bool(gold["retrospective"]),
            [True] * bool(predicted.get("retrospective")),
        )

    def item(d: dict[str, Any]) -> Any:
        drugs = sorted((words(x["name"]), _strengths(x)) for x in d.get("drugs") or [])
        return (str(drugs), words(d.get("quantity")), words(d.get("refills")), words(d.get("sessions")))

    scores.add("item exact", case, [(case, item(gold))], [(case, item(predicted))])


def _flat(groups: Iterable[list[Any]]) -> list[Any]:
    return [value for group in groups for value in group]


# -- citations ----------------------------------------------------------------------------------


def _reference(r: dict[str, Any]) -> tuple[Any, ...]:
    return (
        r["source"],
        words(r.get("title")),
        words(r.get("regulation")),
        words(r.get("chapter")),
        words(r.get("topics") or []),
        words(r.get("pages") or []),
        r.get("year"),
    )


def score_references(
    scores: Scores, case: str, gold: list[dict[str, Any]], predicted: list[dict[str, Any]], prefix: str = ""
) -> None:
    """Adds one passage's references."""
    for part, key in (
        ("source and title", lambda r: [(r["source"], words(r.get("title")))]),
        ("regulation", lambda r: _some(r.get("regulation"))),
        ("chapter", lambda r: _some(r.get("chapter"))),
        ("topics", lambda r: list(words(r.get("topics") or []))),
        ("pages", lambda r: list(words(r.get("pages") or []))),
        ("year", lambda r: _some(r.get("year"))),
    ):
        read: Callable[[dict[str, Any]], list[Any]] = key
        scores.add(prefix + part, case, _flat(map(read, gold)), _flat(map(read, predicted)))
    scores.add(prefix + "reference exact", case, map(_reference, gold), map(_reference, predicted))


# -- letters ------------------------------------------------------------------------------------

_CASE = list(Case.model_fields)


#: Sections of a record: their part in the scores, their fields, and what of a field's value is compared.
_SECTIONS: list[tuple[str, str, Sequence[str], Callable[[str, Any], list[Any]]]] = [
    ("case", "case fields", _CASE, lambda name, value: [(name, words(v)) for v in _some(value)]),
    ("patient", "patient", ("age", "sex"), lambda _, value: _some(value)),
    (
        "reviewer",
        "reviewer",
        ("specialties", "subspecialties", "states"),
        lambda name, value: [(name, v) for v in words(value or [])],
    ),
]
#: Lists of a record: their part in the scores, the list, and the fields that must all be right.
_LISTS = [
    ("diagnoses", "diagnoses", ("text",)),
    ("diagnoses with assertion", "diagnoses", ("text", "assertion")),
    ("diagnoses with laterality", "diagnoses", ("text", "laterality")),
    ("medications", "medications", ("name",)),
    ("medications with status", "medications", ("name", "status")),
    ("medication indications", "medications", ("name", "indication")),
    ("utilization review", "utilization_review", ("request", "outcome")),
    ("utilization review with date", "utilization_review", ("request", "outcome", "date")),
]


def score_letter(scores: Scores, case: str, gold: dict[str, Any], predicted: dict[str, Any]) -> None:
    """Adds one letter's scores; items are matched in order by their words.

    A part that the gold leaves out is not scored: an annotator may have read for some parts only.
    """
    scores.layouts[case] = gold.get("layout", predicted["layout"])
    if "layout" in gold:
        scores.add("layout", case, [gold["layout"]], [predicted["layout"]])
    for section, part, fields, compared in _SECTIONS:
        if section in gold:
            want = gold[section] or {}
            for name in fields:
                got = predicted[section].get(name)
                scores.add(part, case, compared(name, want.get(name)), compared(name, got))
    if gold.get("panel"):
        scores.add("panel", case, _panel(gold), _panel(predicted))
    for part, table, fields in _LISTS:
        if table in gold:
            scores.add(part, case, _rows(gold, table, fields), _rows(predicted, table, fields))
    if "diagnoses" in gold:
        _score_overlap(
            scores, case, _rows(gold, "diagnoses", ["text"]), _rows(predicted, "diagnoses", ["text"])
        )
        codes = _codes(gold)
        # Of conditions to which the gold gives no code, none is compared.
        answers = [(text, code) for text, code in _codes(predicted) if text in dict(codes)]
        scores.add("diagnoses icd10cm", case, dict(codes).items(), answers)
    if "determinations" in gold:
        _score_determinations(scores, case, gold["determinations"] or [], predicted["determinations"])


def _rows(record: dict[str, Any], table: str, fields: Sequence[str]) -> list[Any]:
    return [tuple(_phrase(words(row.get(name))) for name in fields) for row in record.get(table) or []]


def _panel(record: dict[str, Any]) -> list[Any]:
    panel = record.get("panel")
    return [(panel.get("size"), panel.get("agreeing"))] if panel else []


def _codes(record: dict[str, Any]) -> list[tuple[Any, str]]:
    """The words of each condition that has a code, with the code."""
    return [(_phrase(words(d["text"])), d["icd10cm"]) for d in record["diagnoses"] if d.get("icd10cm")]


def _score_overlap(scores: Scores, case: str, gold: list[Any], predicted: list[Any]) -> None:
    """Diagnoses by the lenient match of the i2b2 tasks: one's words hold the other's."""
    left = [p[0] for p in predicted]
    matched = []
    for (want,) in gold:
        near = next((p for p in left if p == want), None) or next(
            (p for p in left if p in want or want in p), None
        )
        if near is not None:
            left.remove(near)
            matched.append(want)
    scores.add("diagnoses lenient", case, [g[0] for g in gold], matched + left)


def _score_determinations(
    scores: Scores, case: str, gold: list[dict[str, Any]], predicted: list[dict[str, Any]]
) -> None:
    scores.add(
        "determinations", case, [words(d["request"]) for d in gold], [words(d["request"]) for d in predicted]
    )
    pairs = match(gold, predicted)
    for want, got in pairs:
        where = f"{case}#{want['number'] if want else got['number'] if got else '?'}"
        scores.requests[where] = (want or got)["request"]
        scores.add("outcome", where, [want["outcome"]] if want else [], [got["outcome"]] if got else [])
        if want is None or got is None:
            continue
        if want.get("criterion"):
            scores.add("criterion", where, [tuple(want["criterion"])], [tuple(got.get("criterion") or ())])
        score_request(scores, where, {k: v for k, v in want.items() if k != "request"}, got)
        for slot in ("claims_administrator_guidelines", "imr_guidelines"):
            if slot in want:
                score_references(scores, where, want[slot], got[slot], "guideline ")
        if want.get("rationale"):
            scores.add(
                "rationale",
                where,
                [True],
                [True] if _same_rationale(want["rationale"], got.get("rationale")) else [],
            )


def match(gold: list[dict[str, Any]], predicted: list[dict[str, Any]]) -> list[tuple[Any, Any]]:
    """Pairs in order: by the item's words, then what is left by position."""
    left = list(predicted)
    pairs: list[tuple[Any, Any]] = []
    for want in gold:
        same = next((d for d in left if words(d["request"]) == words(want["request"])), None)
        if same is not None:
            left.remove(same)
        pairs.append((want, same))
    pairs = [(want, got if got is not None else (left.pop(0) if left else None)) for want, got in pairs]
    return pairs + [(None, got) for got in left]


def _same_rationale(gold: dict[str, Any], predicted: dict[str, Any] | None) -> bool:
    if not predicted:
        return False
    # Another annotator's record may give a rationale by its first and last words too.
    text = words(predicted.get("text") or f"{predicted['first_words']} {predicted['last_words']}")
    if "text" in gold:
        return text == words(gold["text"])
    return text.startswith(words(gold["first_words"])) and text.endswith(words(gold["last_words"]))
