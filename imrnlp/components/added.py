"""Terms that a user adds to a component at run time; they are saved with the pipeline.

A term is a string, a dict (``{"term": "Foobarex", "name": "foobar", "class": "opioids"}``) or a medspaCy
``TargetRule``, whose ``literal`` and ``metadata`` are read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from imrnlp.text.matcher import Matcher, longest_first
from imrnlp.text.strings import lower, quoted

#: Keys of a term that each label reads, beside ``term``.
FIELDS = {
    "DRUG": ("name", "brand", "class", "rxcui"),
    "PROCEDURE": ("category", "subcategory"),
    "DIAGNOSIS": ("name", "icd10cm"),
}
AddedTerm = dict[str, str]


class AddedTerms:
    """Added terms of one label, found as whole words whatever their case.

    >>> terms = AddedTerms("DRUG")
    >>> terms.add(["Foobarex"])
    >>> terms.find("takes foobarex daily")
    [(6, 14, {'term': 'Foobarex'})]
    """

    def __init__(self, label: str, rows: Iterable[Any] | None = None):
        self.label = label
        self.rows: list[AddedTerm] = []
        self._matcher: Matcher[AddedTerm] | None = None
        self.add(rows or ())

    def add(self, rows: Iterable[Any]) -> None:
        """Adds terms.  Raises ``ValueError`` for a term without words or with an unknown key."""
        if isinstance(rows, str | dict):
            rows = [rows]
        self.rows += [self._row(row) for row in rows]
        self._matcher = None

    def _row(self, row: Any) -> AddedTerm:
        if isinstance(row, str):
            row = {"term": row}
        elif hasattr(row, "literal"):
            if getattr(row, "pattern", None) is not None:
                raise ValueError(
                    f"the rule {quoted(row.literal)} has a pattern: only literals are read; use medspaCy's matcher"
                )
            row = {"term": row.literal, **(row.metadata or {})}
        if not isinstance(row, dict) or not str(row.get("term", "")).strip():
            raise ValueError(f"a term is a string, a dict with 'term', or a TargetRule, not {quoted(row)}")
        allowed = ("term", *FIELDS[self.label])
        if unknown := sorted(set(row) - set(allowed)):
            raise ValueError(
                f"term {quoted(row['term'])}: no key {quoted(unknown[0])}; the keys are {', '.join(allowed)}"
            )
        return {key: str(value).strip() for key, value in row.items()}

    def find(self, text: str) -> list[tuple[int, int, AddedTerm]]:
        """The terms in ``text``, without overlaps, the longest first."""
        if not self.rows:
            return []
        if self._matcher is None:
            self._matcher = Matcher({row["term"].lower(): row for row in self.rows})
        return longest_first(self._matcher.words(lower(text)))


class Saved:
    """A component whose added rows are saved with the pipeline."""

    def rows(self) -> list[Any]:
        """The rows to save, as values that JSON has."""
        return []

    def restore(self, rows: list[Any]) -> None:
        """Replaces the present rows by saved ones."""

    def to_bytes(self, **_: object) -> bytes:
        return json.dumps(self.rows()).encode()

    def from_bytes(self, data: bytes, **_: object) -> Saved:
        self.restore(json.loads(data or b"[]"))
        return self

    def to_disk(self, path: str | Path, **_: object) -> None:
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "added.json").write_text(json.dumps(self.rows(), indent=1), encoding="utf-8")

    def from_disk(self, path: str | Path, **_: object) -> Saved:
        file = Path(path) / "added.json"
        if file.is_file():
            self.restore(json.loads(file.read_text(encoding="utf-8")))
        return self
