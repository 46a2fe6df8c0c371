"""Records as brat standoff (which INCEpTION and WebAnno read too), and back.

Each letter gives ``NAME.txt``, its text; ``NAME.ann``, the annotations; and ``NAME.json``, the parts of the record that
have no place in the text.  In the ``.ann`` file:

* ``T`` lines are the record's parts; one that goes over a line's end is in fragments, as brat wants it,
* ``A`` lines are assertion, status and outcome, which a click in brat corrects,
* ``R`` lines tie drugs, guidelines and rationale to their disputed item (``part_of``),
* ``#`` lines (notes) hold the part's other values as JSON.

:func:`read` turns these files back into records, with the corrections made in brat.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from imrnlp.export.spans import LABELS, RecordSpan, check_letter, file_names, spans
from imrnlp.record import (
    Assertion,
    Determination,
    Diagnosis,
    Drug,
    GuidelineReference,
    Letter,
    Medication,
    MedicationStatus,
    Outcome,
    Rationale,
    Record,
    UrDecision,
    UrOutcome,
)
from imrnlp.text.strings import quoted

_TYPES: dict[str, type[Record]] = {
    "DIAGNOSIS": Diagnosis,
    "MEDICATION": Medication,
    "UTILIZATION_REVIEW": UrDecision,
    "REQUEST": Determination,
    "DRUG": Drug,
    "CLAIMS_ADMINISTRATOR_GUIDELINE": GuidelineReference,
    "IMR_GUIDELINE": GuidelineReference,
    "RATIONALE": Rationale,
}
#: Attribute in brat, the label that has it, the record's field, its values.
_ATTRIBUTES: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("assertion", "DIAGNOSIS", "assertion", get_args(Assertion)),
    ("status", "MEDICATION", "status", get_args(MedicationStatus)),
    ("outcome", "REQUEST", "outcome", get_args(Outcome)),
    ("ur_outcome", "UTILIZATION_REVIEW", "outcome", get_args(UrOutcome)),
)
_OF_ITEMS = ("DRUG", "CLAIMS_ADMINISTRATOR_GUIDELINE", "IMR_GUIDELINE", "RATIONALE")
#: Fields of a disputed item that are annotations of their own.
_NESTED = {"drugs", "claims_administrator_guidelines", "imr_guidelines", "rationale"}
#: What is no longer known when an annotator has moved a part's ends: it was read from the words before.
_FROM_WORDS = ("name", "request", "icd10cm", "icd10cm_score", "rxcui", "drug_class")


def configuration() -> str:
    """brat's ``annotation.conf`` for these annotations.

    >>> "assertion Arg:DIAGNOSIS, Value:present|absent" in configuration()
    True
    """
    attributes = (f"{name} Arg:{label}, Value:{'|'.join(values)}" for name, label, _, values in _ATTRIBUTES)
    lines = ["[entities]", *LABELS, "", "[relations]", f"part_of Arg1:{'|'.join(_OF_ITEMS)}, Arg2:REQUEST"]
    return "\n".join(
        [
            *lines,
            "<OVERLAP> Arg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>",
            "",
            "[events]",
            "",
            "[attributes]",
            *attributes,
            "",
        ]
    )


def write(letters: Iterable[tuple[Letter, str]], folder: Path) -> list[Path]:
    """Writes ``annotation.conf`` and three files a letter into ``folder``."""
    found = list(letters)
    folder.mkdir(parents=True, exist_ok=True)
    written = [_write(folder / "annotation.conf", configuration())]
    for name, (letter, text) in zip(file_names(letter for letter, _ in found), found, strict=True):
        written.append(_write(folder / f"{name}.txt", text))
        written.append(_write(folder / f"{name}.ann", standoff(letter, text)))
        rest = json.dumps(_rest(letter), ensure_ascii=False, indent=1)
        written.append(_write(folder / f"{name}.json", rest))
    return written


def _write(path: Path, text: str) -> Path:
    path.write_bytes(text.encode("utf-8"))
    return path


def _placed(letter: Letter) -> list[RecordSpan]:
    """The spans that are annotations: those of an item without a place stay with it, in the JSON."""
    nowhere = {d.number for d in letter.determinations if d.start is None or d.end is None}
    return [s for s in spans(letter) if s.item not in nowhere]


def _rest(letter: Letter) -> dict[str, Any]:
    rest = letter.model_dump(mode="json", exclude={"diagnoses", "medications"})
    for name in ("utilization_review", "determinations"):
        rest[name] = [part for part in rest[name] if part["start"] is None or part["end"] is None]
    return rest


def standoff(letter: Letter, text: str) -> str:
    """The ``.ann`` file of a letter.

    >>> letter = Letter(letter_id="x", determinations=[Determination(request="MRI neck", start=0, end=8)])
    >>> print(standoff(letter, "MRI\\nneck").split("#")[0].replace("\\t", " "), end="")
    T1 REQUEST 0 3;4 8 MRI neck
    A1 outcome T1 unknown
    """
    placed = _placed(letter)
    items = {s.item: f"T{n}" for n, s in enumerate(placed, 1) if s.label == "REQUEST"}
    attributes = {label: (name, value) for name, label, value, _ in _ATTRIBUTES}
    lines, counts = [], {"A": 0, "R": 0}
    for number, span in enumerate(placed, 1):
        key = f"T{number}"
        parts = list(_fragments(text, span.start, span.end))
        at = ";".join(f"{start} {end}" for start, end in parts)
        words = " ".join(text[start:end] for start, end in parts)
        lines.append(f"{key}\t{span.label} {at}\t{words}")
        if span.label in attributes:
            name, value = attributes[span.label]
            counts["A"] += 1
            lines.append(f"A{counts['A']}\t{name} {key} {getattr(span.part, value)}")
        if span.label in _OF_ITEMS:
            counts["R"] += 1
            lines.append(f"R{counts['R']}\tpart_of Arg1:{key} Arg2:{items[span.item]}")
        note = span.part.model_dump(mode="json", exclude_defaults=True, exclude={"start", "end", *_NESTED})
        note["text"] = text[span.start : span.end]
        lines.append(f"#{number}\tAnnotatorNotes {key}\t{json.dumps(note)}")
    return "".join(f"{line}\n" for line in lines)


def _fragments(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for found in _ONE_LINE.finditer(text[start:end]):
        if found[0].strip():
            yield start + found.start(), start + found.end()


# Whatever ends a line for one reader or another, and the tab that parts columns.
_ONE_LINE = re.compile(r"[^\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]++")


class _Refused(ValueError):
    """A line that is standoff and yet cannot be taken; the message says why."""


@dataclass(slots=True)
class _Annotation:
    key: str
    label: str
    start: int
    end: int
    values: dict[str, str] = field(default_factory=dict)
    note: dict[str, Any] = field(default_factory=dict)
    item: str = ""


def read(folder: Path) -> list[tuple[Letter, str]]:
    """The records of a folder of standoff files, with their texts, by file name.

    What an annotator added has no note; its name is then its words in lower case.  Raises ``ValueError`` naming
    file and line for what cannot be read.
    """
    files = sorted(folder.glob("*.ann"))
    if not files:
        raise ValueError(f"{folder}: no .ann file there")
    return [_read(file) for file in files]


def _read(file: Path) -> tuple[Letter, str]:
    try:
        text = file.with_suffix(".txt").read_bytes().decode("utf-8")
        lines = file.read_bytes().decode("utf-8").split("\n")
        rest = file.with_suffix(".json")
        record = json.loads(rest.read_bytes()) if rest.exists() else {"letter_id": file.stem}
    except (OSError, ValueError) as error:
        raise ValueError(f"{file}: {error}") from None
    found: dict[str, _Annotation] = {}
    for number, line in enumerate(lines, 1):
        try:
            _read_line(line, found, text)
        except (ValueError, KeyError, IndexError) as error:
            stated = str(error) if isinstance(error, _Refused) else "not brat standoff"
            raise ValueError(f"{file}, line {number}: {stated}") from None
    try:
        letter = _letter(record, found, text)
        check_letter(letter, text)
    except ValidationError as error:
        first = error.errors()[0]
        raise ValueError(f"{file}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    except ValueError as error:
        raise ValueError(f"{file}: {error}") from None
    return letter, text


def _read_line(line: str, found: dict[str, _Annotation], text: str) -> None:
    if not line.strip():
        return
    key, stated, *more = line.split("\t", 2)
    if key.startswith("T"):
        label, at = stated.split(" ", 1)
        if label not in _TYPES:
            raise _Refused(f"no label {quoted(label)}: there are {', '.join(LABELS)}")
        ends = [int(end) for end in re.split("[ ;]", at)]
        if not 0 <= ends[0] < ends[-1] <= len(text):
            raise _Refused(f"{key} lies beyond the text, which has {len(text):,} characters")
        found[key] = _Annotation(key, label, ends[0], ends[-1])
    elif key.startswith("A"):
        name, target, value = stated.split(" ")
        found[_known(target, found)].values[name] = value
    elif key.startswith("R"):
        name, first, second = stated.split(" ")[:3]
        if name == "part_of":
            found[_known(first.partition(":")[2], found)].item = _known(second.partition(":")[2], found)
    elif key.startswith("#") and stated.startswith("AnnotatorNotes ") and more:
        target = _known(stated.split(" ")[1], found)
        if more[0].startswith("{"):  # else an annotator's own words
            found[target].note = json.loads(more[0])


def _known(key: str, found: dict[str, _Annotation]) -> str:
    if key not in found:
        raise _Refused(f"there is no {key} before this line")
    return key


def _letter(record: dict[str, Any], found: dict[str, _Annotation], text: str) -> Letter:
    items = {key: _part(one, text) for key, one in found.items() if one.label == "REQUEST"}
    numbers = {item.get("number", 1) for item in items.values()}
    if len(numbers) < len(items):  # an annotator added some
        for number, item in enumerate(sorted(items.values(), key=lambda i: i["start"]), 1):
            item["number"] = number
    lists: dict[str, list[dict[str, Any]]] = {
        "DIAGNOSIS": [],
        "MEDICATION": [],
        "UTILIZATION_REVIEW": list(record.get("utilization_review", [])),
    }
    for key, one in found.items():
        if one.label in lists:
            lists[one.label].append(_part(one, text))
        elif one.label in _OF_ITEMS:
            owner = one.item or _around(one, items)
            if owner not in items:
                raise ValueError(f"{key} ({one.label}) belongs to no REQUEST: draw the relation part_of")
            _add(items[owner], one.label, _part(one, text))
    determinations = sorted(
        [*record.get("determinations", []), *items.values()], key=lambda d: d.get("number", 1)
    )
    return Letter.model_validate(
        {
            **record,
            "diagnoses": lists["DIAGNOSIS"],
            "medications": lists["MEDICATION"],
            "utilization_review": lists["UTILIZATION_REVIEW"],
            "determinations": determinations,
        }
    )


def _around(one: _Annotation, items: dict[str, dict[str, Any]]) -> str:
    """The item in whose words it stands."""
    inside = (k for k, item in items.items() if item["start"] <= one.start and one.end <= item["end"])
    return next(inside, "")


def _add(item: dict[str, Any], label: str, part: dict[str, Any]) -> None:
    if label == "RATIONALE":
        item["rationale"] = part
    else:
        name = {"DRUG": "drugs"}.get(label, f"{label.lower()}s")
        item.setdefault(name, []).append(part)


def _part(one: _Annotation, text: str) -> dict[str, Any]:
    words = text[one.start : one.end]
    part = dict(one.note)
    if part.pop("text", words) != words:
        for name in _FROM_WORDS:
            part.pop(name, None)
    fields = _TYPES[one.label].model_fields
    plain = " ".join(words.split())
    for name, value in (
        ("name", plain.lower()),
        ("request", plain),
        ("source", "other"),
        ("outcome", "unknown"),
    ):
        if name in fields and fields[name].is_required():
            part.setdefault(name, value)
    for name, label, field_name, _ in _ATTRIBUTES:
        if label == one.label and name in one.values:
            part[field_name] = one.values[name]
    if "text" in fields:
        part["text"] = words
    return {**part, "start": one.start, "end": one.end}
