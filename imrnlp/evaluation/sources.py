"""Reads gold from a folder or a file, and measures records against it.

Gold is one of four things, known by its form:

* a folder of letters (``NAME.txt`` or ``.pdf``) with a gold record ``NAME.json`` beside each,
* JSON lines of records,
* JSON lines of request lines: ``{"id", "text", "gold": {…Determination…}}``,
* JSON lines of citation passages: ``{"id", "text", "gold": [{…GuidelineReference…}]}``.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from imrnlp.evaluation.scores import Scores, score_letter, score_references, score_request
from imrnlp.record import Letter, upgraded
from imrnlp.text.strings import quoted

RawRecord = dict[str, Any]
LETTERS = (".txt", ".pdf", ".html", ".docx")


def evaluate_path(
    gold: str, predicted: list[RawRecord] | None = None, *, pipeline: str | None = None
) -> Scores:
    """Scores against the gold in ``gold``; without ``predicted``, the gold's own letters are read now.

    A letter that ``predicted`` lacks counts as missed, and is named in ``Scores.missing``.

    Raises ``FileNotFoundError`` when there is no such gold, ``ValueError`` when it has no known form or a record
    is of a version that is not known.
    """
    path = Path(gold)
    if predicted is not None and not predicted:
        raise ValueError("there are no predicted records: nothing to measure")
    if os.path.isdir(path):
        return _evaluate_letters(path, predicted, pipeline)
    rows = _rows(path)
    if isinstance(rows[0], dict) and "determinations" in rows[0]:
        return _evaluate_records(path, [_gold(f"{path}", row) for row in rows], predicted)
    if predicted is not None:
        raise ValueError(f"{gold}: gold of single lines is measured with today's parser, not with records")
    scores = Scores(path.name, len(rows))
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict) or not {"id", "text", "gold"} <= row.keys():
            raise ValueError(
                f"{gold}: neither records nor gold lines "
                f"(row {number} has no 'determinations', and not all of 'id', 'text' and 'gold')"
            )
        scores.texts[row["id"]] = row["text"]
        _evaluate_line(scores, row)
    return scores


def _rows(path: Path) -> list[Any]:
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if line.strip():
            try:
                rows.append(json.loads(line))
            except ValueError as error:
                raise ValueError(f"{path}, line {number}: not JSON lines ({error})") from None
    if not rows:
        raise ValueError(f"{path}: holds no gold")
    return rows


def _evaluate_line(scores: Scores, row: RawRecord) -> None:
    if isinstance(row["gold"], list):
        from imrnlp.tag.guidelines import parse_guidelines

        references = [r.model_dump(mode="json") for r in parse_guidelines(row["text"])]
        score_references(scores, row["id"], row["gold"], references)
    else:
        from imrnlp.assemble.request import parse_request

        score_request(scores, row["id"], row["gold"], parse_request(row["text"]).model_dump(mode="json"))


def _evaluate_records(path: Path, golds: list[RawRecord], predicted: list[RawRecord] | None) -> Scores:
    if predicted is None:
        raise ValueError(f"{path}: gold records without their letters: give the records to measure")
    scores = Scores(path.name, len(golds))
    answers = _answers(scores, golds, predicted)
    for gold in golds:
        _score(scores, gold, answers.get(gold["letter_id"]))
    return scores


def _evaluate_letters(folder: Path, predicted: list[RawRecord] | None, pipeline: str | None) -> Scores:
    files = sorted(folder.glob("*.json"))
    if not files:
        raise ValueError(f"{folder}: holds no gold records (*.json)")
    golds = [(file, _gold(str(file), _json(file))) for file in files]
    scores = Scores(folder.name, len(golds))
    answers = _answers(scores, [gold for _, gold in golds], predicted)
    for file, gold in golds:
        letter = next((p for p in map(file.with_suffix, LETTERS) if p.exists()), None)
        answer = answers.get(gold["letter_id"])
        if predicted is None:
            if letter is None:
                raise ValueError(f"{file}: no letter of that name beside the gold record")
            answer, scores.texts[gold["letter_id"]] = _read(letter, pipeline)
        elif letter is not None and letter.suffix == ".txt":
            scores.texts[gold["letter_id"]] = letter.read_text(encoding="utf-8", errors="replace")
        _score(scores, gold, answer)
    return scores


def score_folders(first: str, second: str) -> tuple[Scores, list[tuple[RawRecord, RawRecord]]]:
    """The second folder's gold records measured against the first's, over the letters that both have.

    Also gives each letter's two records.  Raises ``ValueError`` when there are none.
    """
    golds = {}
    for name in (first, second):
        files = sorted(Path(name).glob("*.json"))
        if not files:
            raise ValueError(f"{name}: holds no gold records (*.json)")
        found = [_gold(str(file), _json(file)) for file in files]
        golds[name] = {gold["letter_id"]: gold for gold in found}
    ours, theirs = golds[first], golds[second]
    pairs = [(gold, theirs[letter]) for letter, gold in ours.items() if letter in theirs]
    if not pairs:
        raise ValueError(f"{first} and {second} have no letter in common")
    scores = Scores(f"{Path(first).name} and {Path(second).name}", len(pairs))
    scores.missing = [letter for letter in ours if letter not in theirs]
    scores.unknown = [letter for letter in theirs if letter not in ours]
    for one, two in pairs:
        bare = Letter(letter_id=one["letter_id"]).model_dump(mode="json")
        score_letter(scores, one["letter_id"], {**bare, **one}, {**bare, **two})
    return scores, pairs


def _read(letter: Path, pipeline: str | None) -> tuple[RawRecord, str]:
    """Today's record of a letter and its text; an error record where there is none."""
    from imrnlp.extraction import extract_document, extract_or_error
    from imrnlp.read.files import read_document

    try:
        document = read_document(letter)
        return extract_document(document, pipeline=pipeline).model_dump(mode="json"), document.text
    except Exception:  # reported in the record that this makes of it
        return extract_or_error(letter, pipeline=pipeline).model_dump(mode="json"), ""


def _json(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{file}: not JSON ({error})") from None


#: Parts of a record that are measured; gold may leave out some.
_MEASURED = {*Letter.model_fields} - {"schema_version", "letter_id", "source", "table", "warnings", "error"}


def _gold(name: str, record: Any) -> RawRecord:
    """A gold record in today's version."""
    if not isinstance(record, dict) or "letter_id" not in record or not _MEASURED & record.keys():
        raise ValueError(f"{name}: not a gold record (it has no letter_id or nothing to measure)")
    try:
        return upgraded(record)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None


def _answers(
    scores: Scores, golds: list[RawRecord], predicted: list[RawRecord] | None
) -> dict[str, RawRecord]:
    """The predicted records by letter; notes which the gold or they lack."""
    if predicted is None:
        return {}
    answers: dict[str, RawRecord] = {}
    for row in map(upgraded, predicted):
        if row["letter_id"] in answers:
            raise ValueError(f"the predicted records hold letter {quoted(row['letter_id'])} twice")
        answers[row["letter_id"]] = row
    wanted = {gold["letter_id"] for gold in golds}
    scores.missing = [gold["letter_id"] for gold in golds if gold["letter_id"] not in answers]
    scores.unknown = [letter for letter in answers if letter not in wanted]
    return answers


def _score(scores: Scores, gold: RawRecord, answer: RawRecord | None) -> None:
    letter = gold["letter_id"]
    score_letter(scores, letter, gold, answer or Letter(letter_id=letter).model_dump(mode="json"))
