"""The sample letters and their gold records agree with each other and with the record's form."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from paths import ROOT

from imrnlp.record import Letter

LETTERS = ROOT / "data" / "letters"
HALVES = ("dev", "sealed")
GOLD = [path for half in HALVES for path in sorted((LETTERS / half).glob("*.json"))]
INVENTED = "This letter is invented: no real person, case or decision."


FOOTER = re.compile(r"^Final Determination Letter for IMR Case Number.*$", re.MULTILINE)


def _flat(text: str) -> str:
    """One space between words; page footers go, and a line's hyphen meets its next word."""
    return " ".join(FOOTER.sub("", text).split()).replace("- ", "-")


def _full(gold: dict[str, Any]) -> dict[str, Any]:
    """The gold record with the fields that a compact record leaves out."""
    span: dict[str, Any] = {"text": "", "start": 0, "end": 0}
    full: dict[str, Any] = json.loads(json.dumps(gold))
    full["diagnoses"] = [{**span, "name": entry["text"].lower(), **entry} for entry in full["diagnoses"]]
    full["medications"] = [{**span, **entry} for entry in full["medications"]]
    for item in full["determinations"]:
        item["drugs"] = [{**span, "text": drug["name"], **drug} for drug in item.get("drugs", [])]
        for side in ("claims_administrator_guidelines", "imr_guidelines"):
            item[side] = [{**span, **reference} for reference in item.get(side, [])]
        if item.get("rationale"):
            item["rationale"] = {**span, "text": item["rationale"]["first_words"]}
    return full


@pytest.mark.parametrize("path", GOLD, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_gold_fits_its_letter(path: Path) -> None:
    gold = json.loads(path.read_text("utf-8"))
    letter = _flat(path.with_suffix(".txt").read_text("utf-8"))
    assert Letter.model_validate(_full(gold)).letter_id == path.stem
    assert INVENTED in letter
    for entry in [*gold["diagnoses"], *gold["medications"]]:
        assert _flat(entry["text"]) in letter
    for item in gold["determinations"]:
        assert _flat(item["request"]) in letter
        words = [item["rationale"][key] for key in ("first_words", "last_words")] if item["rationale"] else []
        assert all(_flat(text) in letter for text in words)


def test_enough_letters_each_with_gold() -> None:
    assert len(GOLD) >= 12
    assert {path.with_suffix(".txt") for path in GOLD} == set(LETTERS.glob("*/*.txt"))


def test_halves_are_disjoint() -> None:
    dev, sealed = (
        {_flat(path.read_text("utf-8")) for path in (LETTERS / half).glob("*.txt")} for half in HALVES
    )
    names = [path.stem for path in GOLD]
    assert dev
    assert sealed
    assert not dev & sealed
    assert len(names) == len(set(names))
