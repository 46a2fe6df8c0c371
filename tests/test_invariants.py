"""What holds for any letter, made or damaged: HYPOTHESIS_PROFILE=nightly tries 5,000 of each instead of 200."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from letters import DAMAGED, DRUGS, LAYOUTS, SAMPLES, VALUES, Values, changed, letter

import imrnlp
from imrnlp.export.frames import rows
from imrnlp.export.parquet import arrow_table
from imrnlp.export.tables import TABLES
from imrnlp.record import Letter, Record
from imrnlp.run.local import map_ordered, record_line

LEXICONS = Path(imrnlp.__file__).parent / "lexicons"


def parts(part: Any) -> list[Record]:
    if isinstance(part, list):
        return [one for each in part for one in parts(each)]
    if isinstance(part, Record):
        return [part, *(one for value in part.__dict__.values() for one in parts(value))]
    return []


def through_parquet(name: str, table: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of a table as a Parquet file gives them back."""
    file = io.BytesIO()
    parquet.write_table(arrow_table(name, table), file)
    return parquet.read_table(file).to_pylist()


def in_types(name: str, row: dict[str, Any]) -> dict[str, Any]:
    """A row with all columns of its table; dates are dates."""
    values = {column.name: row.get(column.name) for column in TABLES[name].columns}
    dates = [column.name for column in TABLES[name].columns if column.kind == "date" and values[column.name]]
    return {**values, **{date: dt.date.fromisoformat(values[date]) for date in dates}}


@given(DAMAGED)
def test_offsets_give_their_text_and_the_record_survives(text):
    record = imrnlp.extract_text(text, letter_id="x")
    for part in parts(record):
        start, end, words = (getattr(part, name, None) for name in ("start", "end", "text"))
        if start is not None and end is not None:
            assert 0 <= start <= end <= len(text), part
            if words is not None and type(part).__name__ != "Warning":
                assert text[start:end] == words, part
    line = record_line(record)
    assert len(line.splitlines()) == 1
    assert Letter.model_validate_json(line) == record
    for name, table in rows([record]).items():
        assert through_parquet(name, table) == [in_types(name, row) for row in table], name


@given(DAMAGED)
def test_the_doc_gives_the_same_record(nlp, text):
    assume(text.strip())
    direct = imrnlp.extract_text(text, letter_id="x")
    through = nlp(text)._.letter
    for field in ("layout", "case", "patient", "reviewer", "diagnoses", "medications", "utilization_review"):
        assert getattr(through, field) == getattr(direct, field), field
    assert through.determinations == direct.determinations


@given(st.lists(DAMAGED, min_size=2, max_size=2))
def test_company_and_order_change_no_record(texts):
    alone = [imrnlp.extract_text(text, letter_id="x") for text in texts]
    assert [imrnlp.extract_text(text, letter_id="x") for text in reversed(texts)] == alone[::-1]
    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(lambda text: imrnlp.extract_text(text, letter_id="x"), texts)) == alone


def test_a_process_changes_no_record(tmp_path):
    paths = []
    for i, text in enumerate([*SAMPLES, letter(Values())]):
        path = tmp_path / f"{i}.txt"
        path.write_text(text, encoding="utf-8")
        paths.append(str(path))
    assert list(map_ordered(paths, 2)) == list(map_ordered(paths, 1))


# -- no word from nowhere -----------------------------------------------------------------------

_WORD = re.compile(r"[^\W\d_]{3,}")


@cache
def vocabulary() -> frozenset[str]:
    """Every word of the lexicons, the schema, and of what the package itself says."""
    words: set[str] = set()
    for file in LEXICONS.rglob("*"):
        if file.suffix in (".tsv", ".json", ".txt", ".md"):
            words |= set(_WORD.findall(file.read_text(encoding="utf-8").lower()))
    for file in Path(imrnlp.__file__).parent.rglob("*.py"):
        words |= set(_WORD.findall(file.read_text(encoding="utf-8").lower()))
    return frozenset(words)


def strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [
            s for k, v in value.items() if k not in ("message", "sha256", "letter_id") for s in strings(v)
        ]
    if isinstance(value, list):
        return [s for v in value for s in strings(v)]
    return [value] if isinstance(value, str) else []


@given(VALUES, st.sampled_from(LAYOUTS))
def test_no_word_comes_from_nowhere(values, layout):
    text = letter(values, layout)
    known = vocabulary() | set(_WORD.findall(text.lower()))
    record = json.loads(record_line(imrnlp.extract_text(text, letter_id="x")))
    odd = {w for s in strings(record) for w in _WORD.findall(s.lower()) if w not in known}
    assert not odd


# -- one value, one field -----------------------------------------------------------------------


def facts(text: str) -> dict[str, Any]:
    """The values of a made letter's record, without words and offsets."""
    record = imrnlp.extract_text(text, letter_id="x")
    [item] = record.determinations
    return {
        "drug": [d.name for d in item.drugs],
        "strength": [[s.value for s in d.strengths] for d in item.drugs],
        "quantity": item.quantity,
        "refills": item.refills,
        "pages": [r.pages for r in item.imr_guidelines],
        "cited": [(r.source, r.title) for r in item.imr_guidelines],
        "side": sorted((d.body_site, d.laterality) for d in record.diagnoses if d.laterality),
        "level": [d.spinal_levels for d in record.diagnoses if d.spinal_levels],
        "outcome": item.outcome,
        "age": (record.patient.age, record.patient.sex),
        "medications": [(m.name, m.status) for m in record.medications],
        "denied": [d.name for d in record.diagnoses if d.assertion == "absent"],
    }


FIELDS = ("drug", "strength", "quantity", "refills", "pages", "side", "level", "outcome")


@pytest.mark.parametrize("layout", ["final_determination", "decision_and_rationale"])
@given(values=VALUES, other=VALUES, field=st.sampled_from(FIELDS))
def test_another_value_changes_its_field_only(layout, values, other, field):
    assume(getattr(values, field) != getattr(other, field))
    before = facts(letter(values, layout))
    after = facts(letter(changed(values, field, other), layout))
    assert {name for name in before if before[name] != after[name]} == {field}


@given(VALUES)
def test_the_values_are_read(values):
    found = facts(letter(values))
    assert found["drug"] == [DRUGS[values.drug]]
    assert found["strength"] == [[float(values.strength)]]
    assert (found["quantity"], found["refills"]) == (values.quantity, values.refills)
    assert found["pages"] == [[values.pages]]
    assert found["outcome"] == values.outcome.lower()
    assert [values.level] in found["level"]
