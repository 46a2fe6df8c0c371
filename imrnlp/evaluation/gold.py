"""Gold records as files: a draft to be corrected in an editor, and a check of the corrected file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import json_source_map
from pydantic import ValidationError

from imrnlp.lexicons.fields import taxonomy
from imrnlp.record import Letter, upgraded
from imrnlp.sections.running import find_running_heads
from imrnlp.text.strings import quoted

#: The fields of a draft, in the order of ``data/letters``: what a reader can learn from the letter.
_DRUG = ("text", "name", "brand", "strengths")
_REFERENCE = ("text", "source", "title", "regulation", "chapter", "topics", "pages", "year")
_FIELDS: dict[str, tuple[str, ...]] = {
    "": (
        "schema_version", "letter_id", "layout", "case", "reviewer", "panel", "patient", "diagnoses",
        "medications", "utilization_review", "determinations",
    ),
    "case": (
        "case_number", "date_of_injury", "date_assigned", "decision_date", "ur_denial_date",
        "application_received", "priority",
    ),
    "reviewer": ("specialties", "subspecialties", "states"),
    "panel": ("size", "agreeing"),
    "patient": ("age", "sex"),
    "diagnoses": ("text", "assertion", "laterality"),
    "medications": (*_DRUG, "frequency", "indication", "status"),
    "utilization_review": ("date", "request", "outcome"),
    "determinations": (
        "number", "request", "outcome", "medically_necessary", "criterion", "category", "subcategory", "drugs",
        "quantity", "quantity_unit", "refills", "sessions", "frequency", "times_per_day", "duration_days",
        "body_sites", "laterality", "spinal_levels", "cpt_codes", "date_of_service", "retrospective",
        "original_request", "authorized", "claims_administrator_guidelines", "imr_guidelines", "rationale",
    ),
    "drugs": _DRUG,
    "strengths": ("value", "unit", "per_value", "per_unit"),
    "claims_administrator_guidelines": _REFERENCE,
    "imr_guidelines": _REFERENCE,
}  # fmt: skip
#: Fields that hold the letter's own words.
_VERBATIM = {"text", "request", "original_request", "authorized", "first_words", "last_words"}
_EDGE = 7  # words of a rationale's beginning and end


class GoldProblem(NamedTuple):
    """What is wrong in a gold record: the line (from 1), the field (a JSON pointer) and what is allowed."""

    line: int
    field: str
    message: str


def draft(letter: Letter) -> dict[str, Any]:
    """Today's record in the form of gold: without offsets, and without fields that follow from others.

    A rationale is given by its first and last words.
    """
    found = _only("", letter.model_dump(mode="json"))
    if found.get("panel") is None:
        found.pop("panel", None)
    for item, whole in zip(found["determinations"], letter.determinations, strict=True):
        words = whole.rationale.text.split() if whole.rationale else []
        item["rationale"] = (
            {"first_words": " ".join(words[:_EDGE]), "last_words": " ".join(words[-_EDGE:])}
            if words
            else None
        )
        if item["criterion"] in (None, []):
            del item["criterion"]
    return dict(found)


def _only(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_only(name, one) for one in value]
    if isinstance(value, dict) and name in _FIELDS:
        return {key: _only(key, value[key]) for key in _FIELDS[name] if key in value}
    return value


def check(source: str, text: str | None) -> list[GoldProblem]:
    """What is wrong in a gold record's JSON; with the letter's ``text``, the words are also checked against it.

    >>> check('{"schema_version": "1",\\n "letter_id": "x", "layout": "No Layout"}', None)[0].line
    2
    """
    try:
        record = json.loads(source, object_pairs_hook=_unique)
    except json.JSONDecodeError as error:
        return [GoldProblem(error.lineno, "", f"not JSON: {error.msg} (column {error.colno})")]
    except ValueError as error:
        return [GoldProblem(1, "", str(error))]
    try:
        record = upgraded(record)
    except ValueError as error:
        return [GoldProblem(1, "", str(error))]
    found = [*_schema(record), *_vocabulary(record)]
    if text is not None:
        found += _words(record, _flow(_without_running_heads(text)), text)
    places = json_source_map.calculate(source)
    return sorted({GoldProblem(_line(places, pointer), pointer, message) for pointer, message in found})


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    twice = [key for key, _ in pairs if [k for k, _ in pairs].count(key) > 1]
    if twice:
        raise ValueError(f"the field {quoted(twice[0])} occurs twice in one object")
    return dict(pairs)


def _line(places: dict[str, Any], pointer: str) -> int:
    """The line of a field, of what it would stand in where it is missing."""
    while pointer and pointer not in places:
        pointer = pointer.rpartition("/")[0]
    entry = places[pointer]
    return int((entry.key_start or entry.value_start).line) + 1


def _schema(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What the record's own model refuses; offsets, names and a rationale's text need not be there."""
    try:
        Letter.model_validate(_filled("", record))
    except ValidationError as error:
        for one in error.errors():
            pointer = "".join(f"/{part}" for part in one["loc"])
            got = f", not {json.dumps(one['input'], ensure_ascii=False, default=str)[:80]}"
            known = _allowed(one["loc"]) if one["type"] == "extra_forbidden" else ""
            yield pointer, one["msg"] + (got if not known else "") + known


def _allowed(loc: tuple[int | str, ...]) -> str:
    names = [part for part in loc[:-1] if isinstance(part, str)]
    fields = _FIELDS.get(names[-1] if names else "")
    return f"; allowed: {', '.join(fields)}" if fields else ""


def _filled(name: str, value: Any) -> Any:
    """The gold with the required fields that gold leaves out."""
    if isinstance(value, list):
        return [_filled(name, one) for one in value]
    if not isinstance(value, dict):
        return value
    filled = {key: _filled(key, one) for key, one in value.items()}
    if name == "rationale" and "text" not in filled and {"first_words", "last_words"} <= filled.keys():
        filled = {"text": f"{filled.pop('first_words')} {filled.pop('last_words')}", **filled}
    if name in ("diagnoses", "drugs", "medications", "claims_administrator_guidelines", "imr_guidelines",
                "rationale"):  # fmt: skip
        filled = {"start": 0, "end": 0, **filled}
    if name in ("diagnoses", "drugs", "medications") and isinstance(filled.get("text"), str):
        filled = {"name": filled["text"], **filled}
    return filled


def _vocabulary(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for n, item in enumerate(_list(record.get("determinations"))):
        category, sub = item.get("category"), item.get("subcategory")
        where = f"/determinations/{n}"
        if not isinstance(category, str | None) or not isinstance(sub, str | None):
            continue  # the schema has reported it
        if category is not None and category not in taxonomy():
            yield f"{where}/category", f"{category!r} is no category; allowed: {', '.join(taxonomy())}"
        elif sub is not None and sub not in taxonomy().get(category or "", ()):
            allowed = ", ".join(taxonomy().get(category or "", ())) or "none without a category"
            yield f"{where}/subcategory", f"{sub!r} is no subcategory of {category}; allowed: {allowed}"


def _list(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


_BREAK = re.compile(r"-\s+")


def _flow(text: str) -> str:
    # A word that the letter's line breaks after its hyphen is one word.
    return " ".join(_BREAK.sub("-", text).split()).lower()


def _without_running_heads(text: str) -> str:
    """The text as a reader reads on over the edges of pages."""
    kept, at = [], 0
    for start, end in find_running_heads(text):
        kept.append(text[at:start])
        at = end
    return " ".join([*kept, text[at:]])


def _words(value: Any, flow: str, text: str, pointer: str = "") -> Iterator[tuple[str, str]]:
    """The words and offsets that the letter does not have."""
    if isinstance(value, list):
        for n, one in enumerate(value):
            yield from _words(one, flow, text, f"{pointer}/{n}")
        return
    if not isinstance(value, dict):
        return
    for key, one in value.items():
        if key in _VERBATIM and isinstance(one, str) and _flow(one) not in flow:
            yield f"{pointer}/{key}", f"the letter does not have these words: {one[:80]!r}"
        yield from _words(one, flow, text, f"{pointer}/{key}")
    start, end, own = value.get("start"), value.get("end"), value.get("text")
    if isinstance(start, int) and isinstance(end, int) and isinstance(own, str) and text[start:end] != own:
        yield f"{pointer}/start", f"characters {start} to {end} of the letter are {text[start:end][:80]!r}"
    first, last = value.get("first_words"), value.get("last_words")
    if isinstance(first, str) and isinstance(last, str):
        begin = flow.find(_flow(first))
        if begin >= 0 and _flow(last) in flow and flow.find(_flow(last), begin) < 0:
            yield f"{pointer}/last_words", "these words stand before the first words"
